package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CallRulesTest {
    private final CallOnPaper call = new CallOnPaper();

    @Test
    @Tag("TSP-68")
    @Tag("F-196")
    void invitesTheCalledSideInADialogOfItsOwnThatHidesTheCallers() {
        call.invited();

        SipRequest invite = call.sentInvite().request();
        assertThat(invite.requestUri().text()).isEqualTo("sip:+441632960000@127.0.0.1:5080;user=phone");
        assertThat(invite.callId()).doesNotContain("10.0.0.9");
        assertThat(invite.fromTag()).contains(CallOnPaper.ID.tag(1));
        assertThat(invite.maxForwards()).isEqualTo(69);
        String wire = new String(invite.toBytes(), StandardCharsets.UTF_8);
        assertThat(wire).doesNotContain("10.0.0.9").doesNotContain("core.example").contains("m=audio 20002 RTP/AVP");
    }

    @Test
    @Tag("TRAP-27")
    void namesTheListenerOfEachSideToThatSide() {
        call.answered();

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().headers().values(HeaderName.CONTACT)).singleElement()
                .asString()
                .contains("@192.0.2.1:5060");
        assertThat(call.sentInvite().request().headers().values(HeaderName.CONTACT)).singleElement()
                .asString()
                .contains("@192.0.2.1:5061");
        assertThat(call.sentInvite().flow().listener()).isEqualTo("mps-udp");
    }

    @Test
    void relaysRingingWithoutADescription() {
        call.invited().calleeSays(180, "");

        SipResponse ringing = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(ringing.status()).isEqualTo(180);
        assertThat(ringing.toTag()).contains(CallOnPaper.ID.tag(0));
        assertThat(ringing.hasBody()).isFalse();
        assertThat(call.state.label()).isEqualTo("Ringing");
    }

    @Test
    @Tag("F-196")
    void relaysEarlyMediaWithOurPortAndDescribesTheFarEndToTheRelay() {
        call.invited().calleeSays(183, CallOnPaper.ANSWER);

        SipResponse progress = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(new String(progress.body(), StandardCharsets.UTF_8)).contains("m=audio 20000 RTP/AVP 8")
                .contains(
                        "c=IN IP4 192.0.2.1")
                .doesNotContain("10.0.0.8");
        assertThat(call.all(CallEffect.Describe.class)).anySatisfy(describe -> {
            assertThat(describe.order().end()).isEqualTo(MediaEnd.CALLEE);
            assertThat(describe.order().address()).isEqualTo("10.0.0.8");
            assertThat(describe.order().rtpPort()).isEqualTo(6000);
        });
    }

    @Test
    void repeatsTheSameDescriptionInTheAnswerUnderTheSameVersion() {
        call.invited().calleeSays(183, CallOnPaper.ANSWER).calleeSays(200, CallOnPaper.ANSWER);

        byte[] early = call.responses(CallOnPaper.INVITE_TX).getFirst().body();
        byte[] answer = call.responses(CallOnPaper.INVITE_TX).getLast().body();
        assertThat(answer).isEqualTo(early); // RFC 3264 §8: unchanged, so no new version
    }

    @Test
    void journalsTheAnswerBeforeItAcknowledgesAndRelaysIt() {
        call.answered();

        assertThat(call.events).singleElement().isInstanceOfSatisfying(CallEvent.CallAnswered.class, answered -> {
            assertThat(answered.callee().dialog().remoteTarget().text()).isEqualTo("sip:callee@10.0.0.8:5090");
            assertThat(answered.caller().dialog().remoteTarget().text()).isEqualTo("sip:caller@10.0.0.9:5070");
        });
        CallEffect.SendAck ack = call.all(CallEffect.SendAck.class).getFirst();
        assertThat(ack.ack().requestUri().text()).isEqualTo("sip:callee@10.0.0.8:5090");
        assertThat(ack.ack().cseq().number()).isEqualTo(1);
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(200);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void passesAGoodbyeOfTheCallerAcross() {
        call.answered().forget().on(call.fromCaller("BYE", 2));

        assertThat(call.all(CallEffect.Respond.class)).extracting(
                respond -> respond.response().status()).containsExactly(200);
        CallEffect.SendRequest bye = call.sent(SipMethod.BYE, 1).getFirst();
        assertThat(bye.request().cseq().number()).isEqualTo(2);
        assertThat(bye.request().toTag()).contains("callee");
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);

        call.on(call.byeAnswered(1));
        assertThat(call.record().cause().side()).isEqualTo("caller");
        assertThat(call.record().cause().q850()).isEqualTo(16);
    }

    @Test
    void passesAGoodbyeOfTheCalleeAcross() {
        call.answered().on(call.fromCallee("BYE", 7));

        CallEffect.SendRequest bye = call.sent(SipMethod.BYE, 0).getFirst();
        assertThat(bye.request().requestUri().text()).isEqualTo("sip:caller@10.0.0.9:5070");
        assertThat(bye.request().callId()).isEqualTo("secret-topology@10.0.0.9");
        call.on(call.byeAnswered(0));
        assertThat(call.record().cause().side()).isEqualTo("callee");
    }

    @Test
    @Tag("TRAP-2")
    void answersBothGoodbyesWhenTheyCross() {
        call.answered().on(call.fromCaller("BYE", 2)).forget().on(call.fromCallee("BYE", 7));

        assertThat(call.all(CallEffect.Respond.class)).extracting(
                respond -> respond.response().status()).containsExactly(200);
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    @Tag("TRAP-2")
    void answers481AtOnceWhenTheCallIsOver() {
        call.answered().on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1)).forget().on(call.fromCallee("BYE", 7));

        assertThat(call.all(CallEffect.Respond.class)).extracting(
                respond -> respond.response().status()).containsExactly(481);
    }

    @Test
    void passesARefusalAcrossWithItsReason() {
        call.invited().calleeSays(486, "");

        SipResponse busy = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(busy.status()).isEqualTo(486);
        assertThat(busy.headers().first(HeaderName.REASON)).hasValueSatisfying(
                reason -> assertThat(reason).startsWith("Q.850;cause=17")); // TSP-125
        assertThat(call.record().cause().side()).isEqualTo("callee");
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);
    }

    @Test
    void cancelsTheCalledSideWhenTheCallerGivesUp() {
        call.invited().calleeSays(180, "").on(call.cancel());

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(487);
        assertThat(call.all(CallEffect.Cancel.class)).singleElement()
                .satisfies(
                        cancel -> assertThat(cancel.invite()).isEqualTo(call.sentInvite().transaction()));
        call.calleeSays(487, "");
        assertThat(call.record().cause()).satisfies(cause -> {
            assertThat(cause.side()).isEqualTo("caller");
            assertThat(cause.status()).isEqualTo(487);
        });
    }

    @Test
    @Tag("TRAP-3")
    void acknowledgesAndEndsAnAnswerThatCrossedTheCancel() {
        call.invited().on(call.cancel()).forget().calleeSays(200, CallOnPaper.ANSWER);

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.responses(CallOnPaper.INVITE_TX)).isEmpty();
        call.on(call.byeAnswered(1));
        assertThat(call.record().answeredAt()).isEmpty();
    }

    @Test
    @Tag("TRAP-28")
    void relaysNothingThatComesBehindTheAnswer() {
        call.answered()
                .forget()
                .calleeSays(180, "")
                .calleeSays(183, CallOnPaper.ANSWER)
                .calleeSays(200,
                        CallOnPaper.ANSWER);

        assertThat(call.responses(CallOnPaper.INVITE_TX)).isEmpty();
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void endsAForksSecondAnswer() { // RFC 3261 §13.2.2.4
        call.answered()
                .forget()
                .on(new CallInput.ResponseReceived(call.sentInvite().transaction(),
                        CallOnPaper.response(call.sentInvite().request(), 200, "fork", CallOnPaper.ANSWER),
                        CallOnPaper.MPS_FLOW));

        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .satisfies(
                        ack -> assertThat(ack.ack().toTag()).contains("fork"));
        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(
                        bye -> assertThat(bye.request().toTag()).contains("fork"));
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void acknowledgesAgainWhatARestartLeftUnacknowledged() {
        call.answered()
                .forget()
                .on(new CallInput.StrayAnswerReceived(
                        CallOnPaper.response(call.sentInvite().request(), 200, "callee", CallOnPaper.ANSWER),
                        CallOnPaper.MPS_FLOW));

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
    }

    @Test
    void saysGoodbyeOnceThoughTheAnswerIsRepeatedAfterIt() { // SimulationTest, seeds 589, 811 and 2249
        call.answered().on(call.fromCaller("BYE", 2));
        CallInput accepted = call.byeAnswered(1);
        CallInput again = new CallInput.StrayAnswerReceived(
                CallOnPaper.response(call.sentInvite().request(), 200, "callee", CallOnPaper.ANSWER),
                CallOnPaper.MPS_FLOW);

        call.forget().on(again).on(accepted).on(again);

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(2);
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
    }

    @Test
    @Tag("TRAP-5")
    void endsBothSidesWhenTheAnswerIsNeverAcknowledged() {
        call.answered().on(new CallInput.AckMissing(CallOnPaper.INVITE_TX));

        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        call.on(call.byeAnswered(0)).on(call.byeAnswered(1));
        assertThat(call.record().cause().side()).isEqualTo("gateway");
    }

    @Test
    @Tag("TSP-122")
    void givesUpOnACalledSideThatRingsTooLong() {
        call.invited().calleeSays(180, "").on(new CallInput.TimerExpired(CallTimer.NO_ANSWER));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(480);
        assertThat(call.all(CallEffect.Cancel.class)).hasSize(1);
    }

    @Test
    @Tag("TRAP-29")
    void answers408WhenNothingCameBackAnd503WhenNothingCouldBeSent() {
        call.invited().on(new CallInput.TransactionTimedOut(call.sentInvite().transaction()));
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(408);

        CallOnPaper other = new CallOnPaper().invited();
        other.on(new CallInput.TransportFailed(other.sentInvite().transaction(), "port unreachable"));
        assertThat(other.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(503);
    }

    @Test
    void refusesWith503BeforeRingingWhenThereAreNoPorts() {
        call.media = new OpenResult.Refused(OpenResult.Reason.PORTS_EXHAUSTED, "all in use");
        call.invited();

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(503);
        assertThat(call.sent(SipMethod.INVITE, 1)).isEmpty();
        assertThat(call.all(CallEffect.CloseMedia.class)).isEmpty();
        call.record();
    }

    @Test
    @Tag("F-31")
    void routesByTheAccountOfTheCalledNumber() {
        call.lookup = new Lookup.Held("+441632960000", "acme", Service.OPERATOR_CONNECT, Optional.empty());
        call.answered();

        assertThat(((CallState.Talking) call.state).facts().account()).contains("acme");
    }

    @Test
    @Tag("F-31")
    void refusesANumberOfAServiceThatNobodyOffers() {
        call.lookup = new Lookup.Held("+441632960000", "acme", Service.ZOOM, Optional.empty());
        call.invited();

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(503);
    }

    @Test
    @Tag("NUM-34")
    void refusesWhatIsNoNumber() {
        call.on(CallOnPaper.invite("alice", CallOnPaper.OFFER));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(404);
        assertThat(call.record().facts().called()).isEqualTo("alice");
    }

    @Test
    void refusesAnOfferWithoutAudioWith488() {
        call.on(CallOnPaper.invite("+441632960000", CallOnPaper.OFFER.replace("m=audio", "m=video")));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(488);
    }

    @Test
    void refusesABodyOfAnotherTypeWith415AndSaysWhichItTakes() { // RFC 3261 §8.2.3, RFC 4475 §3.3.6
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", CallOnPaper.OFFER);
        SipRequest other = invite.invite()
                .toBuilder()
                .set(HeaderName.CONTENT_TYPE, "application/unknownformat")
                .build();
        call.on(new CallInput.InviteReceived(invite.transaction(), other, invite.flow(), invite.peerGroup(),
                invite.peer()));

        SipResponse refusal = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.headers().values(HeaderName.ACCEPT)).containsExactly("application/sdp");
    }

    @Test
    void refusesARequestThatComesOutOfOrderWith500() { // RFC 3261 §12.2.2
        call.answered().on(call.fromCaller("OPTIONS", 9)).forget().on(call.fromCaller("OPTIONS", 5));

        assertThat(call.all(CallEffect.Respond.class)).extracting(
                respond -> respond.response().status()).containsExactly(500);
    }

    @Test
    void takesUpItsMediaOnTheSamePortsAfterARestart() {
        call.answered();
        CallState recovered = CallRules.apply(call.events.getFirst());
        call.forget();
        call.state = recovered;
        call.on(new CallInput.Resumed());

        assertThat(call.all(CallEffect.OpenMedia.class)).singleElement().satisfies(open -> {
            assertThat(open.order().ports()).isPresent();
            assertThat(open.order().ports().get().callerRtpPort()).isEqualTo(20_000);
            assertThat(open.order().ports().get().calleeRtpPort()).isEqualTo(20_002);
        });
        assertThat(call.all(CallEffect.Describe.class)).hasSize(2);
        call.on(call.fromCallee("BYE", 7)).on(call.byeAnswered(0));
        assertThat(call.record().cause().side()).isEqualTo("callee");
    }

    @Test
    void doesNotGiveAnAnswerThatCannotBeKept() {
        call.invited();
        CallInput answer = new CallInput.ResponseReceived(call.sentInvite().transaction(),
                CallOnPaper.response(call.sentInvite().request(), 200, "callee", CallOnPaper.ANSWER),
                CallOnPaper.MPS_FLOW);
        call.forget().on(new CallInput.JournalFailed("disk full", answer));

        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(503);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);
    }

    @Test
    @Tag("TRAP-36")
    void closesMediaThatNobodyWillHearOf() { // simulated seeds 250565, 349072: the journal refused the record of a CANCEL
        call.mediaWaits = true;
        call.invited().forget().on(new CallInput.JournalFailed("disk full", call.cancel()));

        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(487);
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);
        assertThat(call.events).isEmpty();
    }

    @Test
    void tellsBothSidesWhenTheNodeStopsBeforeTheAnswer() {
        call.invited().calleeSays(180, "").on(new CallInput.Stopping("the node stops"));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(503);
        assertThat(call.all(CallEffect.Cancel.class)).hasSize(1);
    }

    @Test
    void writesTheRecordOfACallWhoseOtherSideHasNotConfirmedWhenTheNodeStops() {
        call.invited().on(call.cancel()).on(new CallInput.Stopping("the node stops"));

        assertThat(call.record().cause().status()).isEqualTo(487);
    }

    @Test
    void keepsAnAnsweredCallWhenTheNodeStops() {
        call.answered().forget().on(new CallInput.Stopping("the node stops"));

        assertThat(call.effects).isEmpty();
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }
}
