package io.tandem.sim;

import io.tandem.interworking.Replaces;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.RAck;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** An INVITE as the called peer has it, until it is finally answered. */
final class Invited {
    private static final int T1_MILLIS = 500;
    private static final int T2_MILLIS = 4_000;
    private static final int GIVEN_UP_MILLIS = 64 * T1_MILLIS;

    private final CalledPeer peer;
    private final ServerTransactionId id;
    private final SipRequest invite;
    private final List<String> offered;
    private final Map<String, List<String>> described = new HashMap<>();
    /** Last number told, by tag; and the response that waits for its PRACK (RFC 3262 §3). */
    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, SipResponse> unacknowledged = new HashMap<>();
    private final boolean reliable;
    private OptionalLong refusedMillis = OptionalLong.empty();
    private boolean settled;

    Invited(CalledPeer peer, ServerTransactionId id, SipRequest invite) {
        this.peer = peer;
        this.id = id;
        this.invite = invite;
        this.offered = PeerSdp.formats(invite);
        this.reliable = peer.world().plan().reliability().called()
                && invite.headers().values(HeaderName.SUPPORTED).contains("100rel");
        if (new String(invite.toBytes(), StandardCharsets.UTF_8).contains(Sites.caller().getHostString())) {
            peer.world().witness().violated(peer + " gets an INVITE that names the caller's host (TSP-68)");
        }
    }

    CalledPeer peer() {
        return peer;
    }

    boolean settled() {
        return settled;
    }

    /** The dialog whose place it comes for. */
    Optional<Replaces> replaces() {
        return Replaces.of(invite.headers()) instanceof Replaces.Read.One(Replaces dialog)
                ? Optional.of(dialog)
                : Optional.empty();
    }

    /** Whoever has that dialog answers and ends it; nobody else may be asked (RFC 3891 §3). */
    void takePlace() {
        Optional<PeerDialog> named = replaces().flatMap(peer::dialogNamed);
        if (named.isEmpty()) {
            peer.world().witness().violated(peer + " is to replace a dialog that it does not know: " + replaces());
        }
        if (named.isEmpty() || named.get().over()) {
            refuse(481);
            return;
        }
        answer(newTag(), true);
        named.get().hangUp();
        peer.world().witness().joined();
    }

    String newTag() {
        return peer.newWord();
    }

    /** Does it then, unless the INVITE has its final response. */
    void after(long millis, Runnable what) {
        peer.after(millis, () -> {
            if (!settled) {
                what.run();
            }
        });
    }

    void ring(int status, String tag, boolean described) {
        dialog(tag);
        SipResponse response = response(status, tag, described && !offered.isEmpty());
        if (!reliable) {
            peer.layer().respond(id, response, peer.now());
        } else if (!unacknowledged.containsKey(tag)) { // one at a time
            long number = told.merge(tag, (long) peer.dice().between(1, 1_000), (last, _) -> last + 1);
            SipResponse numbered = response.toBuilder()
                    .add(HeaderName.REQUIRE, "100rel")
                    .add(HeaderName.RSEQ, Long.toString(number))
                    .build();
            unacknowledged.put(tag, numbered);
            tell(tag, numbered, T1_MILLIS, 0);
        }
    }

    private void tell(String tag, SipResponse response, int intervalMillis, int sinceMillis) {
        if (unacknowledged.get(tag) != response) {
            return;
        }
        if (sinceMillis >= GIVEN_UP_MILLIS) {
            refuse(504);
            return;
        }
        peer.layer().respond(id, response, peer.now());
        after(intervalMillis, () -> tell(tag, response, 2 * intervalMillis, sinceMillis + intervalMillis));
    }

    void pracked(DialogId dialog, SipRequest prack) {
        String tag = dialog.localTag();
        if (!dialog.callId().equals(invite.callId())) {
            return;
        }
        Optional<RAck> said = RAck.of(prack);
        boolean known = told.containsKey(tag) && said.isPresent() && said.get().rseq() <= told.get(tag)
                && said.get().answered().equals(invite.cseq());
        if (!known) {
            peer.world().witness().violated(peer + " gets a PRACK of nothing: " + said);
        } else if (said.get().rseq() == told.get(tag)) {
            unacknowledged.remove(tag);
        }
    }

    /** @param described whether it carries a description, as it must unless an earlier response did */
    void answer(String tag, boolean described) {
        SipResponse waits = unacknowledged.get(tag);
        if (waits != null && waits.hasBody()) { // RFC 3262 §3
            after(T1_MILLIS, () -> answer(tag, described));
            return;
        }
        settled = true;
        PeerDialog dialog = dialog(tag);
        SipResponse answer = response(200, tag, described || offered.isEmpty());
        confirm(dialog, answer);
        peer.layer().respond(id, answer, peer.now());
    }

    /** Another phone over there answers too: its 2xx is repeated by itself until it is acknowledged. */
    void answerBeside(String tag) {
        PeerDialog dialog = dialog(tag);
        SipResponse answer = response(200, tag, true);
        confirm(dialog, answer);
        repeat(dialog, answer, T1_MILLIS, 0);
    }

    private void repeat(PeerDialog dialog, SipResponse answer, int intervalMillis, int sinceMillis) {
        if (dialog.isAcknowledged()) {
            return;
        }
        if (sinceMillis >= GIVEN_UP_MILLIS) {
            dialog.hangUp();
            return;
        }
        peer.send(answer, peer.node());
        peer.after(intervalMillis, () -> repeat(dialog, answer, Math.min(2 * intervalMillis, T2_MILLIS),
                sinceMillis + intervalMillis));
    }

    private void confirm(PeerDialog dialog, SipResponse answer) {
        dialog.confirm();
        if (!offered.isEmpty()) {
            dialog.agree(PeerSdp.formats(answer).isEmpty()
                    ? described.getOrDefault(dialog.id().localTag(), List.of())
                    : PeerSdp.formats(answer));
        }
        peer.answered(dialog);
    }

    void refuse(int status) {
        refuse(status, List.of());
    }

    void refuse(int status, List<String> retryAfter) {
        settled = true;
        refusedMillis = OptionalLong.of(peer.world().time().millis());
        SipResponse.Builder response = SipResponse.to(invite, status).toTag(newTag());
        retryAfter.forEach(value -> response.add(HeaderName.RETRY_AFTER, value));
        if (status < 400) {
            response.contact(peer.dice().chance(20) ? peer.contact() : elsewhere());
        }
        peer.layer().respond(id, response.build(), peer.now());
    }

    /** One of few numbers, so that calls go in circles too. */
    private Address elsewhere() {
        return Peer.address("<sip:+44163296050" + peer.dice().below(3) + "@" + peer.host() + ">");
    }

    /**
     * An ACK that comes once Timer H has ended the transaction that would have taken it: it answers the refusal's last
     * repetition (RFC 3261 §17.2.1).
     */
    boolean isLateAckOfRefusal(SipRequest ack) {
        return refusedMillis.isPresent() && peer.world().time().millis() - refusedMillis.getAsLong() >= GIVEN_UP_MILLIS
                && ack.topVia().branch().equals(invite.topVia().branch())
                && ack.cseq().number() == invite.cseq().number();
    }

    private PeerDialog dialog(String tag) {
        return peer.keep(new PeerDialog(peer, Dialog.uasDialog(invite, tag), offered.isEmpty()));
    }

    private SipResponse response(int status, String tag, boolean withBody) {
        SipResponse.Builder response = SipResponse.to(invite, status).toTag(tag).contact(peer.contact());
        if (withBody) {
            List<String> formats = described.computeIfAbsent(tag, _ -> offered.isEmpty()
                    ? PeerSdp.offer(peer.dice())
                    : PeerSdp.answer(offered, peer.dice()));
            response.body(PeerSdp.TYPE, PeerSdp.write(peer.host(), formats));
        }
        return response.build();
    }
}
