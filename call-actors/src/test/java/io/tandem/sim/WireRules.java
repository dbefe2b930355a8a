package io.tandem.sim;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What holds of the messages of our node, whatever it means by them. A process knows nothing of the one before it, nor
 * does a call of its life before a write that the journal has refused.
 */
final class WireRules {
    private final Witness witness;
    /**
     * Status of the final response to each INVITE that came in, by process, branch and number: its transactions do not go
     * with a call, so an INVITE that comes again after a write was refused is not a new one.
     */
    private final Map<String, Integer> finals = new HashMap<>();
    private final Set<String> unanswered = new HashSet<>();
    /** Branch of our INVITE outside a dialog, by Call-ID. */
    private final Map<String, String> invites = new HashMap<>();
    private final Map<String, FinalHeard> heard = new HashMap<>();
    private final Map<String, Said> dialogs = new HashMap<>();
    /** Branches of the BYEs that were taken. */
    private final Set<String> goodbyes = new HashSet<>();

    /** A final response to an INVITE of ours. */
    private static final class FinalHeard {
        private final boolean success;
        private int life;
        private boolean acknowledged;
        private boolean excused;

        FinalHeard(boolean success) {
            this.success = success;
        }
    }

    /** What we have said in one dialog. */
    private static final class Said {
        private final Map<String, Long> requests = new HashMap<>();
        private long last = -1;
        private int saidGoodbyeIn;
        private int tookGoodbyeIn;
    }

    WireRules(Witness witness) {
        this.witness = witness;
    }

    void received(SipMessage message, Gateway node) {
        switch (message) {
            case SipRequest request -> {
                String key = keyOf(request, node.process());
                if (request.method().equals(SipMethod.INVITE) && !finals.containsKey(key)) {
                    unanswered.add(key);
                }
            }
            case SipResponse response -> {
                if (isFinalOfInvite(response)) {
                    heard.computeIfAbsent(answerKey(response),
                            _ -> new FinalHeard(response.success())).life = node.life();
                }
            }
        }
    }

    void sent(SipMessage message, Gateway node) {
        switch (message) {
            case SipRequest request -> request(request, node.life());
            case SipResponse response -> response(response, node);
        }
    }

    private void response(SipResponse response, Gateway node) {
        if (isFinalOfInvite(response)) {
            String key = keyOf(response, node.process());
            unanswered.remove(key);
            Integer before = finals.putIfAbsent(key, response.status());
            if (before != null && before != response.status()) {
                witness.violated("an INVITE is answered " + before + " and then " + response.status());
            }
        }
        if (response.cseq().method().equals(SipMethod.BYE) && response.success()
                && goodbyes.add(response.topVia().branch().orElse(""))) {
            said(response.callId(), response.toTag().orElse(""), response.fromTag().orElse("")).tookGoodbyeIn = node
                    .life();
        }
    }

    private void request(SipRequest request, int life) {
        String branch = request.topVia().branch().orElse("");
        if (request.method().equals(SipMethod.ACK)) {
            acknowledged(request);
        } else if (request.method().equals(SipMethod.CANCEL)) {
            if (!branch.equals(invites.get(request.callId()))) {
                witness.violated("a CANCEL is not on the branch of its INVITE (TRAP-7)");
            }
        } else if (request.toTag().isEmpty()) {
            String before = invites.putIfAbsent(request.callId(), branch);
            if (before != null && !before.equals(branch)) {
                witness.violated("two INVITEs have the same Call-ID");
            }
        } else {
            inDialog(request, branch, life);
        }
    }

    private void inDialog(SipRequest request, String branch, int life) {
        Said said = said(request.callId(), request.fromTag().orElse(""), request.toTag().orElse(""));
        long number = request.cseq().number();
        Long before = said.requests.putIfAbsent(branch + request.method(), number);
        if (before != null) {
            if (before != number) {
                witness.violated("the branch of one " + request.method() + " is given to another");
            }
            return;
        }
        if (number <= said.last && !isGoodbyeAgain(said, request, life)) {
            witness.violated("CSeq does not rise: " + request.cseq().text() + " after " + said.last);
        }
        if (said.saidGoodbyeIn == life || said.tookGoodbyeIn == life) {
            witness.violated("a " + request.method() + " after BYE");
        }
        said.last = Math.max(said.last, number);
        if (request.method().equals(SipMethod.BYE)) {
            said.saidGoodbyeIn = life;
        }
    }

    /** A 2xx that two processes have met, each for the first time: the number of the BYE comes from the 2xx. */
    private static boolean isGoodbyeAgain(Said said, SipRequest request, int life) {
        return request.method().equals(SipMethod.BYE) && request.cseq().number() == said.last
                && said.saidGoodbyeIn > 0 && said.saidGoodbyeIn < life;
    }

    private void acknowledged(SipRequest ack) {
        FinalHeard answer = heard.get(ack.callId() + ' ' + ack.toTag().orElse("") + ' ' + ack.cseq().number());
        if (answer == null) {
            witness.violated("an ACK of nothing: " + ack.cseq().text());
        } else {
            answer.acknowledged = true;
        }
    }

    /** What it had not answered yet it never will; nor what came to it and was not acknowledged yet. */
    void died() {
        unanswered.clear();
    }

    /** What waited for a call whose event could not be written is lost with its actor: a fork's second answer, say. */
    void broken() {
        unanswered.clear();
        heard.values().forEach(answer -> answer.excused = true);
    }

    void conclude(int life) {
        unanswered.forEach(invite -> witness.violated("an INVITE has no final response: " + invite));
        heard.forEach((answer, how) -> {
            if (how.success && !how.acknowledged && !how.excused && how.life == life) {
                witness.violated("a 2xx is not acknowledged: " + answer);
            }
        });
    }

    private Said said(String callId, String ours, String theirs) {
        return dialogs.computeIfAbsent(callId + ' ' + ours + ' ' + theirs, _ -> new Said());
    }

    private static boolean isFinalOfInvite(SipResponse response) {
        return response.finalResponse() && response.cseq().method().equals(SipMethod.INVITE);
    }

    private static String answerKey(SipResponse response) {
        return response.callId() + ' ' + response.toTag().orElse("") + ' ' + response.cseq().number();
    }

    private static String keyOf(SipMessage message, int process) {
        return process + " " + message.topVia().branch().orElse("") + ' ' + message.cseq().number();
    }
}
