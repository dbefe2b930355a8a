package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.OpenResult;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes in whatever order: the call ends, once, and everything that it opened is closed exactly once. */
class CallProperties {

    /** What can come from outside, at any time, sensible or not. */
    enum Step {
        RINGING, EARLY_MEDIA, ANSWER, ANSWER_WITHOUT_SDP, FORKED_ANSWER, BUSY, REDIRECT, CANCEL, BYE_CALLER, BYE_CALLEE, BYE_ANSWERED_0, BYE_ANSWERED_1, ACK, ACK_WITH_SDP, ACK_MISSING, INVITE_TIMEOUT, INVITE_UNSENT, BYE_TIMEOUT, NO_ANSWER, RELEASE, OPTIONS, REINVITE, HANG_UP, STOPPING, RESUMED, STRAY_ANSWER, JOURNAL_FAILED, NEXT_RINGING, NEXT_ANSWER, NEXT_UNAVAILABLE, NEXT_SILENT, NEXT_UNSENT, NEXT_NO_ROOM, PROGRESS, HOLD_CALLER, HOLD_CALLEE, UPDATE, INFO_CALLER, INFO_CALLEE, ACCEPT, REFUSE, FORGET_DIALOG, INSIDE_TIMEOUT, INSIDE_UNSENT, CANCEL_INSIDE
    }

    /** Rises with each request of either peer, so that none is out of order. */
    private static int cseq;

    @Property(tries = 5_000)
    void anySequenceOfInputsLeavesACallThatEndsOnceWithEverythingClosedOnce(@ForAll("steps") List<Step> steps,
            @ForAll boolean delayedOffer, @ForAll boolean portsLeft, @ForAll @IntRange(min = 0, max = 4) int peers) {
        CallOnPaper call = new CallOnPaper();
        call.peers = peers;
        if (!portsLeft) {
            call.media = new OpenResult.Refused(OpenResult.Reason.PORTS_EXHAUSTED, "all in use");
        }
        call.on(CallOnPaper.invite("+441632960000", delayedOffer ? "" : CallOnPaper.OFFER));
        cseq = 1;
        steps.forEach(step -> take(call, step));
        end(call);

        assertThat(call.state).isInstanceOf(CallState.Ended.class);
        call.record();
        assertMediaClosedOnce(call, portsLeft);
        assertNobodyAskedOnceTheCallerHasItsAnswer(call);
        assertEachAttemptButTheLastHasFailed(call);
        assertOneFinalResponse(call);
        assertDialogsClosedOnce(call);
        assertTransactionsNamedOnce(call);
        assertEachRequestInsideIsAnsweredOnce(call);
        assertNumbersRise(call);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.of(Step.class).list().ofMaxSize(14);
    }

    private static void take(CallOnPaper call, Step step) {
        switch (step) {
            case BYE_CALLER -> call.on(call.fromCaller("BYE", ++cseq));
            case CANCEL -> call.on(call.cancel());
            case ACK -> call.on(call.ack(acknowledged(call), ""));
            case ACK_WITH_SDP -> call.on(call.ack(acknowledged(call), CallOnPaper.OFFER));
            case ACK_MISSING -> call.on(new CallInput.AckMissing(CallOnPaper.INVITE_TX));
            case NO_ANSWER -> call.on(new CallInput.TimerExpired(CallTimer.NO_ANSWER));
            case RELEASE -> call.on(new CallInput.TimerExpired(CallTimer.RELEASE));
            case OPTIONS -> call.on(call.fromCaller("OPTIONS", ++cseq));
            case REINVITE -> call.on(call.fromCaller("INVITE", ++cseq));
            case HOLD_CALLER -> call.on(call.fromCaller("INVITE", ++cseq, CallOnPaper.OFFER + "a=sendonly\n"));
            case UPDATE -> call.on(call.fromCaller("UPDATE", ++cseq, CallOnPaper.OFFER));
            case INFO_CALLER -> call.on(call.fromCaller("INFO", ++cseq));
            case CANCEL_INSIDE -> call.on(new CallInput.CancelReceived(new ServerTransactionId(1, 100 + cseq),
                    call.cancel().cancel()));
            case ACCEPT -> insideSays(call, 200);
            case REFUSE -> insideSays(call, 488);
            case FORGET_DIALOG -> insideSays(call, 481);
            case INSIDE_TIMEOUT -> inside(call).ifPresent(
                    sent -> call.on(new CallInput.TransactionTimedOut(sent.transaction())));
            case INSIDE_UNSENT -> inside(call).ifPresent(
                    sent -> call.on(new CallInput.TransportFailed(sent.transaction(), "gone")));
            case STOPPING -> call.on(new CallInput.Stopping("the node stops"));
            case HANG_UP -> call.on(new CallInput.HangUp("by hand"));
            case BYE_ANSWERED_0, BYE_ANSWERED_1 ->
                    byeAnswered(call, step == Step.BYE_ANSWERED_0 ? 0 : call.invites().size());
            case PROGRESS -> call.on(new CallInput.TimerExpired(CallTimer.PROGRESS));
            case BYE_TIMEOUT -> byesTimedOut(call);
            case RINGING, EARLY_MEDIA, ANSWER, ANSWER_WITHOUT_SDP, FORKED_ANSWER, BUSY, REDIRECT, BYE_CALLEE,
                    INVITE_TIMEOUT, INVITE_UNSENT, RESUMED, STRAY_ANSWER, JOURNAL_FAILED, NEXT_RINGING, NEXT_ANSWER,
                    NEXT_UNAVAILABLE, NEXT_SILENT, NEXT_UNSENT, NEXT_NO_ROOM, HOLD_CALLEE, INFO_CALLEE -> {
                if (call.hasInvited()) {
                    takeFromCallee(call, step);
                }
            }
        }
    }

    private static void takeFromCallee(CallOnPaper call, Step step) {
        switch (step) {
            case NEXT_RINGING -> call.targetSays(call.invites().size(), 180, "");
            case NEXT_ANSWER -> call.targetSays(call.invites().size(), 200, CallOnPaper.ANSWER);
            case NEXT_UNAVAILABLE -> call.targetSays(call.invites().size(), 503, "");
            case NEXT_SILENT -> call.targetIsSilent(call.invites().size());
            case NEXT_UNSENT -> call.targetIsUnreachable(call.invites().size());
            case NEXT_NO_ROOM -> call.on(new CallInput.TransportFailed(call.invites().getLast().transaction(),
                    "no room", true));
            case RINGING -> call.calleeSays(180, "");
            case EARLY_MEDIA -> call.calleeSays(183, CallOnPaper.ANSWER);
            case ANSWER -> call.calleeSays(200, CallOnPaper.ANSWER);
            case ANSWER_WITHOUT_SDP -> call.calleeSays(200, "");
            case FORKED_ANSWER -> call.on(answer(call, "fork"));
            case BUSY -> call.calleeSays(486, "");
            case REDIRECT -> call.calleeSays(302, "");
            case BYE_CALLEE -> call.on(call.fromCallee("BYE", ++cseq));
            case HOLD_CALLEE -> call.on(call.fromCallee("INVITE", ++cseq, CallOnPaper.ANSWER + "a=inactive\n"));
            case INFO_CALLEE -> call.on(call.fromCallee("INFO", ++cseq));
            case INVITE_TIMEOUT -> call.on(new CallInput.TransactionTimedOut(call.sentInvite().transaction()));
            case INVITE_UNSENT -> call.on(new CallInput.TransportFailed(call.sentInvite().transaction(), "gone"));
            case STRAY_ANSWER -> call.on(new CallInput.StrayAnswerReceived(answer(call, "fork").response(),
                    CallOnPaper.MPS_FLOW));
            case JOURNAL_FAILED -> {
                if (call.state instanceof CallState.Inviting) {
                    call.on(new CallInput.JournalFailed("disk full", answer(call, "callee")));
                }
            }
            // A node that dies in mid-call comes back with what the journal has of it; its media died with it.
            case RESUMED -> {
                if (call.state instanceof CallState.Talking) {
                    call.effects.add(new CallEffect.CloseMedia());
                    call.state = CallRules.apply(call.events.getLast());
                    call.passes(Duration.ofSeconds(2)).on(new CallInput.Resumed()); // no process starts faster
                }
            }
            case CANCEL, BYE_CALLER, BYE_ANSWERED_0, BYE_ANSWERED_1, ACK, ACK_WITH_SDP, ACK_MISSING, BYE_TIMEOUT,
                    NO_ANSWER, RELEASE, OPTIONS, REINVITE, HANG_UP, STOPPING, PROGRESS, HOLD_CALLER, UPDATE,
                    INFO_CALLER, ACCEPT, REFUSE, FORGET_DIALOG, INSIDE_TIMEOUT, INSIDE_UNSENT, CANCEL_INSIDE ->
                    throw new AssertionError(step);
        }
    }

    /** The CSeq number of the INVITE that the caller has to acknowledge. */
    private static int acknowledged(CallOnPaper call) {
        return call.state instanceof CallState.Talking talking
                && talking.exchange().orElse(null) instanceof Exchange.Answered answered ? (int) answered.cseq() : 1;
    }

    /** The last request that we sent inside a dialog, other than a BYE. */
    private static Optional<CallEffect.SendRequest> inside(CallOnPaper call) {
        return call.all(CallEffect.SendRequest.class)
                .stream()
                .filter(send -> send.request().toTag().isPresent()
                        && !send.request().method().equals(SipMethod.BYE))
                .reduce((earlier, later) -> later);
    }

    private static void insideSays(CallOnPaper call, int status) {
        inside(call).ifPresent(sent -> {
            boolean answers = status == 200 && sent.request().method().equals(SipMethod.INVITE);
            call.on(new CallInput.ResponseReceived(sent.transaction(), CallOnPaper.response(sent.request(), status,
                    null, answers ? CallOnPaper.ANSWER : ""), sent.flow()));
        });
    }

    private static CallInput.ResponseReceived answer(CallOnPaper call, String tag) {
        return new CallInput.ResponseReceived(call.sentInvite().transaction(),
                CallOnPaper.response(call.sentInvite().request(), 200, tag, CallOnPaper.ANSWER), CallOnPaper.MPS_FLOW);
    }

    private static void byeAnswered(CallOnPaper call, int leg) {
        if (!call.sent(SipMethod.BYE, leg).isEmpty()) { // what a leg that was given up hears is answered to nobody
            call.on(call.byeAnswered(leg));
        }
    }

    private static void byesTimedOut(CallOnPaper call) {
        for (int leg = 0; leg <= call.invites().size(); leg++) {
            call.sent(SipMethod.BYE, leg).forEach(bye -> call.on(new CallInput.TransactionTimedOut(bye.transaction())));
        }
    }

    private static void end(CallOnPaper call) {
        call.on(new CallInput.HangUp("end of the test"));
        call.on(new CallInput.TimerExpired(CallTimer.RELEASE));
    }

    private static void assertMediaClosedOnce(CallOnPaper call, boolean opened) {
        int opens = opened ? call.all(CallEffect.OpenMedia.class).size() : 0;
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(opens);
    }

    /** CANCEL, a refusal, our own giving up: whatever the caller was told last, nobody is asked after it. */
    private static void assertNobodyAskedOnceTheCallerHasItsAnswer(CallOnPaper call) {
        boolean told = false;
        for (CallEffect effect : call.effects) {
            if (effect instanceof CallEffect.SendRequest send && send.request().method().equals(SipMethod.INVITE)
                    && send.request().toTag().isEmpty()) {
                assertThat(told).as("an INVITE after the final response").isFalse();
            }
            told |= effect instanceof CallEffect.Respond respond
                    && respond.transaction().equals(CallOnPaper.INVITE_TX) && respond.response().finalResponse();
        }
    }

    /** One at a time: the next is asked when, and only when, the one before has failed. */
    private static void assertEachAttemptButTheLastHasFailed(CallOnPaper call) {
        List<Integer> failed = call.record().facts().failedAttempts().stream().map(Attempt::leg).toList();
        int asked = call.invites().size();
        assertThat(failed).isEqualTo(IntStream.rangeClosed(1, failed.size()).boxed().toList());
        assertThat(failed.size()).isBetween(Math.max(0, asked - 1), asked);
        assertThat(call.all(CallEffect.Tried.class)).hasSameSizeAs(call.invites());
    }

    private static void assertOneFinalResponse(CallOnPaper call) {
        assertThat(call.responses(CallOnPaper.INVITE_TX)).filteredOn(SipResponse::finalResponse).hasSize(1);
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().finalResponse()).isTrue();
    }

    /** The node that dies leaves the requests of before to their senders' timers; all others have one answer. */
    private static void assertEachRequestInsideIsAnsweredOnce(CallOnPaper call) {
        boolean died = call.all(CallEffect.Reached.class)
                .stream()
                .anyMatch(reached -> reached.milestone() == CallEffect.Milestone.RESUMED);
        for (ServerTransactionId transaction : call.asked()) {
            int answers = call.responses(transaction).size();
            assertThat(answers).as("answers to %s", transaction).isBetween(died ? 0 : 1, 1);
        }
    }

    /** RFC 3261 §12.2.1.1: within each dialog, across a death of the node too. */
    private static void assertNumbersRise(CallOnPaper call) {
        Map<String, Long> last = new HashMap<>();
        for (CallEffect.SendRequest send : call.all(CallEffect.SendRequest.class)) {
            String dialog = send.request().callId() + send.request().toTag().orElse("");
            boolean stray = send.transaction().branch().chars().filter(c -> c == '-').count() > 2;
            if (!stray) {
                long number = send.request().cseq().number();
                assertThat(number).as("CSeq in %s", dialog).isGreaterThan(last.getOrDefault(dialog, 0L));
                last.put(dialog, number);
            }
        }
    }

    /** Of each confirmed dialog: one side said BYE, and we said it at most once. */
    private static void assertDialogsClosedOnce(CallOnPaper call) {
        boolean answered = call.record().answeredAt().isPresent();
        int byeToCaller = call.sent(SipMethod.BYE, 0).size();
        assertThat(byeToCaller).isLessThanOrEqualTo(answered ? 1 : 0);
        String calleeTag = call.record()
                .legs()
                .getLast()
                .knownDialog()
                .map(dialog -> dialog.id().remoteTag())
                .orElse(
                        "none");
        long byesToCallee = call.sent(SipMethod.BYE, call.record().legs().getLast().number())
                .stream()
                .filter(
                        bye -> bye.request().toTag().orElse("").equals(calleeTag))
                .map(
                        bye -> bye.transaction())
                .distinct()
                .count();
        assertThat(byesToCallee).isLessThanOrEqualTo(2); // the call's own, and one for a late repetition of its answer
        if (answered && call.record().cause().side().equals("caller")) {
            assertThat(byesToCallee).isPositive();
        }
        if (answered && call.record().cause().side().equals("callee")) {
            assertThat(byeToCaller).isEqualTo(1);
        }
    }

    /** A branch names one transaction for ever (RFC 3261 §8.1.1.7); only the very same BYE may carry it again. */
    private static void assertTransactionsNamedOnce(CallOnPaper call) {
        Set<String> seen = new HashSet<>();
        for (CallEffect.SendRequest send : call.all(CallEffect.SendRequest.class)) {
            String name = send.transaction().branch() + send.transaction().method();
            boolean stray = send.transaction().branch().chars().filter(c -> c == '-').count() > 2;
            assertThat(seen.add(name) || stray).as("%s sent twice", name).isTrue();
        }
    }
}
