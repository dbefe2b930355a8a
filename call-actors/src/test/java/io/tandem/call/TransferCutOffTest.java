package io.tandem.call;

import static io.tandem.call.BlindTransferTest.PSTN;
import static io.tandem.call.BlindTransferTest.answer;
import static io.tandem.call.BlindTransferTest.bye;
import static io.tandem.call.BlindTransferTest.notified;
import static io.tandem.call.BlindTransferTest.notifyAnswered;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.BlindTransferTest.referFromCaller;
import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.OFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transfer comes to nothing on its way: what the journal keeps of it, and what its transferor hears. */
class TransferCutOffTest {
    private static final int TARGET = 2;
    private static final CallInput STOPPING = new CallInput.Stopping("the node stops");

    private final CallOnPaper call = new CallOnPaper().talking();

    private void dies() {
        call.state = CallRules.apply(call.events.getLast());
        call.on(new CallInput.Resumed()).forget();
    }

    @Test
    void oneThatFailsInTheBreathInWhichTheSessionChangedIsWrittenAsFailed() { // simulated seeds 328536, 660785, 907021, 927589
        CallInput.RequestReceived held = call.fromCallee("UPDATE", 12, ANSWER + "a=sendonly\n");
        call.on(refer(PSTN)).on(held).targetSays(TARGET, 200, "").reinvited(0, 200, OFFER + "a=recvonly\n");

        assertThat(((CallState.Talking) call.state).facts().transfers()).singleElement()
                .extracting(Transferral::status)
                .isEqualTo(488);
        assertThat(CallRules.apply(call.events.getLast())).isEqualTo(call.state);
    }

    @Test
    @Tag("TRAP-20")
    void oneThatEndsTheCallInThatBreathWritesNothingBeforeTheEnd() { // simulated seed 411818
        CallOnPaper delayed = new CallOnPaper().on(CallOnPaper.invite("+441632960000", "")).calleeSays(200, ANSWER);
        delayed.on(refer(PSTN)).on(bye(12)).targetSays(TARGET, 200, "");
        List<CallEvent> before = List.copyOf(delayed.events);

        delayed.on(delayed.ack(ANSWER));

        assertThat(delayed.state).isInstanceOf(CallState.Releasing.class);
        assertThat(delayed.events).isEqualTo(before);
    }

    @Test
    void aReferThatADeadProcessTookUpIsNotTakenUpAgain() { // RFC 3261 §8.2.2.2: simulated seeds 96126, 372975
        call.on(refer(PSTN)).targetSays(TARGET, 486, "");
        assertThat(notified(call)).containsExactly("SIP/2.0 100 Trying", "SIP/2.0 486 Said so");
        dies();

        call.on(refer(PSTN));

        assertThat(answer(call).status()).isEqualTo(500);
        assertThat(notified(call)).isEmpty();
        assertThat(call.invites()).hasSize(2);
    }

    @Test
    void theTransferorOfOneThatStillLooksForItsTargetHearsThatTheNodeStops() { // RFC 6665 §4.2.2: simulated seed 250194
        call.state = looking();
        call.forget().on(STOPPING);

        assertCutOff();
        assertThat(call.all(CallEffect.Cancel.class)).isEmpty();
    }

    private CallState looking() {
        CallInput.RequestReceived refer = refer(PSTN);
        return CallRules.decide(call.env, call.state, refer, call.now()).next();
    }

    @Test
    void theTransferorOfOneThatRingsHearsSoToo() {
        CallInput.RequestReceived info = call.fromCallee("INFO", 12);
        call.on(refer(PSTN)).targetSays(TARGET, 180, "").on(info).forget().on(STOPPING);

        assertCutOff();
        assertThat(call.all(CallEffect.Cancel.class)).hasSize(1);
        assertThat(call.responses(info.transaction())).as("and what else waits has its answer").hasSize(1);
    }

    @Test
    void aTargetWhoseAnswerWaitsIsSentAwayAndTheTransferorHearsSo() {
        CallInput.RequestReceived held = call.fromCallee("INVITE", 12, ANSWER + "a=sendonly\n");
        call.on(refer(PSTN)).on(held).targetSays(TARGET, 200, ANSWER).forget().on(STOPPING);

        assertCutOff();
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, TARGET)).hasSize(1);
    }

    private void assertCutOff() {
        assertThat(notified(call)).containsExactly("SIP/2.0 503 the node stops");
        assertThat(call.sentLast(SipMethod.NOTIFY, 1).request().headers().first(HeaderName.SUBSCRIPTION_STATE))
                .hasValueSatisfying(state -> assertThat(state).startsWith("terminated"));
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.transfer()).isEqualTo(Optional.empty()));
    }

    @Test
    void aNotifyThatTheOtherSideRefusesIsOfItsOwnTransferAlone() { // RFC 6665 §4.2.2: simulated seed 988146
        call.on(referFromCaller("<sip:+441632960333@192.0.2.1>")).targetSays(TARGET, 486, "");
        CallInput refused = notifyAnswered(call, 0, 481);
        call.on(refer(PSTN)).forget().on(refused).targetSays(TARGET + 1, 180, "");

        assertThat(notified(call)).containsExactly("SIP/2.0 180 Said so");
    }
}
