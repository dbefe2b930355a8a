package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.TrunkSessions.Timer;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transferor has hung up before the target has answered, and the side that is left lives on meanwhile. */
@Tag("TRAP-20")
class LeftTransferorTest {
    private static final String OTHER = CallOnPaper.ANSWER.replace("RTP/AVP 8", "RTP/AVP 0")
            .replace("rtpmap:8 PCMA", "rtpmap:0 PCMU");

    @Test
    void theOtherSidesGoodbyeEndsTheCallThoughTheJournalRefusesTheRecord() { // simulated seed 15212
        CallOnPaper call = new CallOnPaper().talking();
        CallInput.RequestReceived goodbye = call.fromCallee("BYE", 7);
        call.on(BlindTransferTest.referFromCaller("<sip:+441632960333@192.0.2.1>")).on(call.fromCaller("BYE", 3));
        call.forget().on(new CallInput.JournalFailed("disk full", goodbye));

        assertThat(call.responses(goodbye.transaction())).extracting(SipResponse::status).containsExactly(200);
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);
    }

    @Test
    void leavesAnAnswerToTheOfferThatItsAckWouldHaveAnswered() { // RFC 3264 §4; simulated seed 741030
        CallOnPaper call = new CallOnPaper().talking();
        CallInput.RequestReceived goodbye = call.fromCallee("BYE", 12);
        call.on(call.fromCallee("INVITE", 7)).reinvited(0, 200, CallOnPaper.OFFER);
        call.on(BlindTransferTest.refer(BlindTransferTest.PSTN)).forget().on(goodbye);

        assertThat(call.all(CallEffect.SendAck.class)).singleElement().satisfies(sent -> {
            assertThat(sent.leg()).isZero();
            assertThat(new String(sent.ack().body(), StandardCharsets.UTF_8)).contains("m=audio 20000 RTP/AVP 8");
        });
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.exchange()).isEmpty());
    }

    @Test
    void takesItsSessionTimerWithIt() { // simulated seed 30053: it ran on, for nobody
        CallOnPaper call = new CallOnPaper(CallOnPaper.timed(Timer.OFFER, CallOnPaper.CORE), CallOnPaper.TEAMS)
                .talking()
                .on(BlindTransferTest.referFromCaller("<sip:+441632960333@192.0.2.1>"));

        call.forget().on(call.fromCaller("BYE", 3));

        assertThat(call.all(CallEffect.StopTimer.class)).contains(new CallEffect.StopTimer(CallTimer.SESSION));
    }

    /** It is about to hang up, and has the last word: a BYE in between would have a number that its dialog is past. */
    @Test
    @Tag("TRAP-10")
    void itsLateAnswerToAnInviteIsAcknowledgedAndNoMore() { // simulated seeds 194388, 273886, 775631
        CallOnPaper call = new CallOnPaper().talking();
        call.on(call.fromCallee("INVITE", 7, CallOnPaper.ANSWER))
                .reinvited(0, 200, CallOnPaper.OFFER)
                .on(BlindTransferTest.ackFromCallee(7));
        CallInput late = new CallInput.StrayAnswerReceived(CallOnPaper.response(
                call.sentLast(SipMethod.INVITE, 0).request(), 200, null, CallOnPaper.OFFER), CallOnPaper.CORE_FLOW);
        call.on(BlindTransferTest.referFromCaller("<sip:+441632960333@192.0.2.1>"))
                .targetSays(2, 200, CallOnPaper.ANSWER)
                .forget()
                .on(late);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();

        call.on(call.fromCaller("BYE", 3)).forget().on(late);
        assertThat(((CallState.Talking) call.state).transfer()).isEmpty();
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void isNotOfferedWhatTheOtherSideSaysToItsRefresh() { // simulated seeds 2041, 2560: an INVITE after BYE
        CallOnPaper call = new CallOnPaper(CallOnPaper.timed(Timer.OFFER, CallOnPaper.CORE),
                CallOnPaper.timed(Timer.OFFER, CallOnPaper.TEAMS));
        call.invited()
                .targetSays(1, 200, CallOnPaper.ANSWER, "Require: timer", "Session-Expires: 1800;refresher=uac")
                .on(call.ack(""));
        call.on(BlindTransferTest.referFromCaller("<sip:+441632960333@192.0.2.1>"))
                .on(call.fromCaller("BYE", 3))
                .passes(Duration.ofSeconds(900))
                .forget()
                .on(new CallInput.TimerExpired(CallTimer.SESSION));
        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(1);

        call.reinvited(1, 200, OTHER);

        assertThat(call.sent(SipMethod.INVITE, 0)).isEmpty();
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.due()).isEmpty();
            assertThat(talking.exchange()).isEmpty();
        });
    }

    @Test
    @Tag("TSP-112")
    void leavesTheOtherSideTheOfferThatItHasToAnswer() { // simulated seeds 78200, 212059, 226049, 385380: RFC 3264 §4
        CallOnPaper call = new CallOnPaper().on(CallOnPaper.invite("+441632960000", ""))
                .calleeSays(200, CallOnPaper.ANSWER.replace("RTP/AVP 8", "RTP/AVP 8 0") + "a=rtpmap:0 PCMU/8000\n")
                .on(BlindTransferTest.refer(BlindTransferTest.PSTN))
                .on(BlindTransferTest.bye(12))
                .forget()
                .targetSays(2, 200, CallOnPaper.ANSWER);
        assertThat(call.effects).as("the caller owes the answer to our 200, and is told of nobody else before")
                .isEmpty();

        call.on(call.ack(OTHER));

        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(2);
        assertThat(call.sent(SipMethod.INVITE, 0)).singleElement()
                .satisfies(invite -> assertThat(new String(invite.request().body(), StandardCharsets.UTF_8))
                        .contains("RTP/AVP 8\r\n"));
    }

    @Test
    void leavesTheOtherSideItsAckToGive() { // RFC 3261 §14.1: no INVITE of ours while one of its own is under way
        CallOnPaper call = new CallOnPaper().answered()
                .on(BlindTransferTest.refer(BlindTransferTest.PSTN))
                .on(BlindTransferTest.bye(12))
                .targetSays(2, 200, OTHER);
        assertThat(call.sent(SipMethod.INVITE, 0)).isEmpty();

        call.on(call.ack(""));
        assertThat(call.sent(SipMethod.INVITE, 0)).hasSize(1);
    }

    @Test
    void leavesTheOtherSideTheSessionThatItIsToBeRestoredTo() { // it has answered a re-INVITE that the call has forgotten
        CallOnPaper call = new CallOnPaper().talking();
        call.on(call.fromCallee("INVITE", 7, CallOnPaper.ANSWER)).reinvited(0, 200, CallOnPaper.OFFER);
        CallInput.ResponseReceived forgotten = new CallInput.ResponseReceived(
                new ClientTransactionId("z9hG4bKforgotten", SipMethod.INVITE),
                CallOnPaper.response(call.sentLast(SipMethod.INVITE, 0).request(), 200, null, OTHER),
                CallOnPaper.CORE_FLOW);
        call.on(forgotten).on(BlindTransferTest.refer(BlindTransferTest.PSTN)).forget().on(BlindTransferTest.bye(12));
        assertThat(call.sent(SipMethod.INVITE, 0)).as("nobody waits for the callee's ACK any more").hasSize(1);

        call.targetSays(2, 200, CallOnPaper.ANSWER).reinvited(0, 200, CallOnPaper.OFFER);
        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(2);
    }
}
