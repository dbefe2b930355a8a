package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls on paper that came back from their journal, and what the dead process may have said without writing it down. */
class RecoveredCallTest {
    private final CallOnPaper call = new CallOnPaper();

    private void killAndResume() {
        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed());
    }

    private void checkIsAnswered(int leg, int status) {
        CallEffect.SendRequest options = call.sent(SipMethod.OPTIONS, leg).getLast();
        call.on(new CallInput.ResponseReceived(options.transaction(),
                CallOnPaper.response(options.request(), status, null, ""), options.flow()));
    }

    private List<Integer> statuses(ServerTransactionId transaction) {
        return call.responses(transaction).stream().map(SipResponse::status).toList();
    }

    @Test
    void asksBothSidesWhetherTheyAreStillThere() { // design §4
        call.talking();
        killAndResume();
        assertThat(call.all(CallEffect.StartTimer.class))
                .singleElement()
                .satisfies(timer -> {
                    assertThat(timer.timer()).isEqualTo(CallTimer.CHECK);
                    assertThat(timer.delay()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
                });

        call.on(new CallInput.TimerExpired(CallTimer.CHECK));
        assertThat(call.sent(SipMethod.OPTIONS, 0).getLast().request().toTag()).contains("caller");
        assertThat(call.sent(SipMethod.OPTIONS, 1).getLast().request().toTag()).contains("callee");
        checkIsAnswered(0, 200);
        checkIsAnswered(1, 405);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void endsWhereASideNoLongerKnowsIt() { // RFC 5057 §5.1, RFC 3261 §12.2.1.2
        call.talking();
        killAndResume();
        call.on(new CallInput.TimerExpired(CallTimer.CHECK));
        checkIsAnswered(1, 481);

        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
        call.on(call.byeAnswered(0));
        assertThat(call.record().cause().status()).isEqualTo(481);
    }

    @Test
    void endsOnceWhereNobodyIsLeft() { // a node that died between its goodbyes and the record of the end
        call.talking();
        killAndResume();
        call.on(new CallInput.TimerExpired(CallTimer.CHECK));
        checkIsAnswered(0, 481);
        checkIsAnswered(1, 481);
        call.on(call.byeAnswered(1));

        assertThat(call.record().cause().status()).isEqualTo(481);
        assertThat(call.state).isInstanceOf(CallState.Ended.class);
    }

    @Test
    void silenceAnd408SayNothingOfTheDialog() { // RFC 5057 §5.1
        call.talking();
        killAndResume();
        call.on(new CallInput.TimerExpired(CallTimer.CHECK));
        checkIsAnswered(0, 408);
        call.on(new CallInput.TransactionTimedOut(call.sent(SipMethod.OPTIONS, 1).getLast().transaction()));

        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void aDescriptionThatTheDeadProcessToldInVainGetsNoSecondOfItsNumber() { // RFC 3264 §8
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n"));
        String heldByTheDead = sdp(call.sent(SipMethod.INVITE, 1).getLast());
        killAndResume();
        call.on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER.replace("4000", "4444")));

        assertThat(version(sdp(call.sent(SipMethod.INVITE, 1).getLast()))).isGreaterThan(version(heldByTheDead));
    }

    @Test
    void anAnswerToAReInviteThatTheCallForgotIsAcknowledged() { // RFC 3261 §13.2.2.4: else the peer hangs up after 32 s
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER));
        CallEffect.SendRequest ours = call.sent(SipMethod.INVITE, 1).getLast();
        killAndResume(); // the actor alone: the transaction lives on in the edge
        call.on(new CallInput.ResponseReceived(ours.transaction(),
                CallOnPaper.response(ours.request(), 200, null, CallOnPaper.ANSWER), ours.flow()));

        assertThat(call.all(CallEffect.SendAck.class)).singleElement().satisfies(ack -> {
            assertThat(ack.leg()).isOne();
            assertThat(ack.invite()).isEqualTo(ours.transaction());
            assertThat(ack.ack().cseq().number()).isEqualTo(ours.request().cseq().number());
        });
    }

    @Test
    void whatWaitsForAnAnswerGetsOneWhenTheNodeStopsAndTheCallGoesOn() { // design §4
        CallInput.RequestReceived info = call.talking().fromCallee("INFO", 7);
        CallInput.RequestReceived hold = call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n");
        call.on(info).on(hold).forget().on(new CallInput.Stopping("the node stops"));

        assertThat(statuses(info.transaction())).containsExactly(500);
        assertThat(statuses(hold.transaction())).as("which its sender repeats (RFC 3261 §14.1)").containsExactly(491);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void aTargetThatCannotBeKeptIsRefusedAndNotLeftWithoutAnAnswer() {
        call.talking().forget();
        CallInput.RequestReceived update = call.fromCaller("UPDATE", 2);
        call.on(new CallInput.JournalFailed("disk full", update));

        assertThat(statuses(update.transaction())).containsExactly(500);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void anUnusableAnswerIsAcknowledgedWhereItsSenderIsNow() { // RFC 3261 §12.2.1.2
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER));
        CallEffect.SendRequest ours = call.sent(SipMethod.INVITE, 1).getLast();
        SipResponse moved = CallOnPaper.response(ours.request(), 200, null, "")
                .toBuilder()
                .set(HeaderName.CONTACT, "<sip:callee@10.0.0.8:5099>")
                .build();
        call.forget().on(new CallInput.ResponseReceived(ours.transaction(), moved, ours.flow()));

        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .satisfies(
                        ack -> assertThat(ack.ack().requestUri().text()).contains("10.0.0.8:5099"));
        assertThat(call.events.getLast()).isInstanceOf(CallEvent.SessionChanged.class);
    }

    @Test
    void aCallThatComesBackTwiceInOneSecondNumbersOnToo() { // after a write that the journal refuses: simulated seed 652
        call.talking();
        CallState journaled = CallRules.apply(call.events.getLast());
        call.state = journaled;
        call.on(new CallInput.Resumed());
        call.on(call.fromCaller("INFO", 2));
        long last = ((CallState.Talking) call.state).callee().dialog().localCSeq();
        call.state = journaled;
        call.on(new CallInput.Resumed());
        assertThat(((CallState.Talking) call.state).callee().dialog().localCSeq()).isGreaterThanOrEqualTo(last);
        call.on(call.fromCaller("INFO", 3));
        assertThat(call.sent(SipMethod.INFO, 1)).extracting(sent -> sent.request().cseq().number())
                .doesNotHaveDuplicates();
    }

    private static String sdp(CallEffect.SendRequest invite) {
        return new String(invite.request().body(), StandardCharsets.UTF_8);
    }

    private static long version(String sdp) {
        return Long.parseLong(
                sdp.lines().filter(line -> line.startsWith("o=")).findFirst().orElseThrow().split(" ")[2]);
    }
}
