package io.tandem.call;

import static io.tandem.call.BlindTransferTest.PSTN;
import static io.tandem.call.BlindTransferTest.notified;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.CORE;
import static io.tandem.call.CallOnPaper.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.TrunkSessions.Timer;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The target of a transfer is asked as the called side of any call is, and may say the same. */
class TransferTargetTest {
    private static final int TARGET = 2;

    @Test
    @Tag("TSP-115")
    @Tag("TRAP-18")
    void isAskedAgainForASessionAsLongAsItWants() { // RFC 4028 §7.3
        CallOnPaper call = timed().on(refer(PSTN)).forget().targetSays(TARGET, 422, "", "Min-SE: 3600");

        assertThat(notified(call)).as("the transfer is under way still").isEmpty();
        assertThat(call.invites().getLast().leg()).isEqualTo(TARGET + 1);
        assertThat(call.invites().getLast().request().headers().first(HeaderName.SESSION_EXPIRES)).hasValue("3600");
        assertThat(call.invites().getLast().request().headers().first(HeaderName.MIN_SE)).hasValue("3600");

        call.targetSays(TARGET + 1, 200, ANSWER, "Require: timer", "Session-Expires: 3600;refresher=uac");
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.callee().number()).isEqualTo(TARGET + 1);
            assertThat(talking.callee().timer().seconds()).isEqualTo(3600);
            assertThat(talking.nextLeg(6)).as("no number is used twice").isGreaterThan(TARGET + 1);
        });
    }

    @Test
    void isNotAskedForEverByOneThatWantsMoreAndMore() {
        CallOnPaper call = timed().on(refer(PSTN));
        int most = call.env.settings().maxAttempts();
        for (int leg = TARGET; leg < TARGET + most; leg++) {
            call.targetSays(leg, 422, "", "Min-SE: " + 1000 * leg);
        }

        assertThat(call.invites()).hasSize(1 + most);
        assertThat(notified(call).getLast()).startsWith("SIP/2.0 422");
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.callee().number()).isEqualTo(1));
    }

    @Test
    @Tag("TSP-116")
    void isAskedForReliableResponsesWhereItsTrunkIs() {
        CallOnPaper call = reliable().on(refer(PSTN));
        assertThat(call.invites().getLast().request().headers().all(HeaderName.REQUIRE)).contains("100rel");
        assertThat(call.invites().getLast().request().headers().values(HeaderName.SUPPORTED)).contains("100rel");

        call.forget().targetSays(TARGET, 183, ANSWER, "Require: 100rel", "RSeq: 7");
        assertThat(call.sent(SipMethod.PRACK, TARGET)).singleElement().satisfies(prack -> {
            assertThat(prack.request().headers().first(HeaderName.RACK)).hasValue("7 1 INVITE");
            assertThat(prack.request().toTag()).contains("callee");
        });
        assertThat(notified(call)).containsExactly("SIP/2.0 183 Said so");
        call.targetSays(TARGET, 183, ANSWER, "Require: 100rel", "RSeq: 7");
        assertThat(call.sent(SipMethod.PRACK, TARGET)).as("it was repeated").hasSize(1);
    }

    @Test
    @Tag("TSP-116")
    void mayHaveAnsweredByOneOfThem() { // RFC 3262 §5, RFC 6337 §2.2
        CallOnPaper call = reliable().on(refer(PSTN)).targetSays(TARGET, 183, ANSWER, "Require: 100rel", "RSeq: 7");
        SipRequest prack = call.sentLast(SipMethod.PRACK, TARGET).request();
        call.targetSays(TARGET, 200, "");

        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.callee().number()).isEqualTo(TARGET);
            assertThat(talking.callee().dialog().localCSeq()).as("TRAP-10").isEqualTo(prack.cseq().number());
            assertThat(talking.media().callee()).hasValueSatisfying(
                    remote -> assertThat(remote.rtpPort()).isEqualTo(6000));
        });
    }

    @Test
    @Tag("TSP-115")
    void hasItsSessionTimerAlsoWhenItsAnswerHadToWait() {
        CallOnPaper call = timed().on(refer(PSTN))
                .on(BlindTransferTest.talking().fromCallee("INVITE", 12, ANSWER + "a=sendonly\n"));
        call.targetSays(TARGET, 200, ANSWER, "Require: timer", "Session-Expires: 600;refresher=uac");
        call.reinvited(0, 200, CallOnPaper.OFFER + "a=recvonly\n").on(BlindTransferTest.ackFromCallee(12));

        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.callee().number()).isEqualTo(TARGET);
            assertThat(talking.callee().timer().seconds()).isEqualTo(600);
        });
        assertThat(CallRules.apply(call.events.getLast())).isInstanceOfSatisfying(CallState.Talking.class,
                journaled -> assertThat(journaled.callee().timer().seconds()).isEqualTo(600));
    }

    @Test
    void keepsItsDialogWhateverItAsksInItBeforeItAnswers() { // RFC 3311 §5.2, RFC 5057 §5.1
        CallOnPaper call = reliable().on(refer(PSTN)).targetSays(TARGET, 183, ANSWER, "Require: 100rel", "RSeq: 7");

        assertThat(toTarget(call, call.fromCallee("UPDATE", 1))).isEqualTo(200);
        assertThat(toTarget(call, call.fromCallee("UPDATE", 2, ANSWER))).isEqualTo(491);
        assertThat(toTarget(call, call.fromCallee("INFO", 3))).isEqualTo(500);
        assertThat(toTarget(call, call.fromCallee("OPTIONS", 4))).isEqualTo(200);
        assertThat(toTarget(call, call.fromCallee("BYE", 5))).isEqualTo(481);
        call.targetSays(TARGET, 200, ANSWER);
        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(TARGET);
    }

    private static int toTarget(CallOnPaper call, CallInput.RequestReceived asked) {
        return call.on(asked).responses(asked.transaction()).getLast().status();
    }

    private static CallOnPaper reliable() {
        return new CallOnPaper(ReliableProvisionalTest.with(CORE, ReliableProvisional.REQUIRED), TEAMS).talking();
    }

    private static CallOnPaper timed() {
        return new CallOnPaper(CallOnPaper.timed(Timer.OFFER, CORE), CallOnPaper.timed(Timer.OFFER, TEAMS)).invited()
                .targetSays(1, 200, ANSWER)
                .on(BlindTransferTest.talking().ack(""));
    }
}
