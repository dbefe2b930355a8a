package io.tandem.call;

import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.ID;
import static io.tandem.call.CallOnPaper.OFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.MediaEnd;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3891: an INVITE of Microsoft's comes for the place of a dialog that the call has with it. */
class ReplacedDialogTest {
    private static final ServerTransactionId NEWCOMER = new ServerTransactionId(1, 700);
    private static final String OURS = ID.tag(1) + ";to-tag=" + ID.tag(1) + ";from-tag=callee";
    private static final String NEW_OFFER = ANSWER.replace("10.0.0.8", "10.0.0.7").replace("6000", "6100");
    private static final int LEG = 2;

    @Test
    @Tag("TSP-113")
    void asksTheOtherSideThenTakesTheNewcomerAndSaysGoodbyeToTheReplaced() {
        CallOnPaper call = talking().forget().on(invite(OURS));
        SipRequest reInvite = call.sent(SipMethod.INVITE, 0).getFirst().request();
        assertThat(new String(reInvite.body(), StandardCharsets.UTF_8)).contains("m=audio 20000 ");

        call.forget().reinvited(0, 200, OFFER);

        SipResponse answer = call.responses(NEWCOMER).getFirst();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.toTag()).hasValue(ID.tag(LEG));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("m=audio 20002 ");
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.all(CallEffect.SendAck.class)).singleElement().extracting(CallEffect.SendAck::leg).isEqualTo(0);
        assertThat(call.events.getLast()).isInstanceOfSatisfying(CallEvent.SessionChanged.class, changed -> {
            assertThat(changed.callee().number()).isEqualTo(LEG);
            assertThat(changed.media().remote(MediaEnd.CALLEE).orElseThrow().rtpPort()).isEqualTo(6100);
        });
        call.on(ack()).on(call.byeAnswered(1));
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.transfer()).isEmpty();
            assertThat(talking.exchange()).isEmpty();
        });
    }

    @Test
    void goesOnAsOneCallWithOneRecord() {
        CallOnPaper call = talking().on(invite(OURS)).reinvited(0, 200, OFFER).on(ack());
        call.on(call.byeAnswered(1)).on(talking().fromCaller("BYE", 2));

        assertThat(call.sent(SipMethod.BYE, LEG)).hasSize(1);
        call.on(call.byeAnswered(LEG));
        assertThat(call.record().facts().transfers()).singleElement().extracting(Transferral::status).isEqualTo(200);
    }

    /** Its ACK died with a node, say; a BYE would come again, with a number that the dialog is past. */
    @Test
    @Tag("TRAP-10")
    void theAnswerOfTheReplacedThatComesAgainIsAcknowledgedAndNoMore() { // simulated seeds 242732, 417062
        CallOnPaper call = talking().on(invite(OURS)).reinvited(0, 200, OFFER).on(ack());
        call.on(call.byeAnswered(1)).forget().on(late(call, "callee"));

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
        call.forget().on(late(call, "another phone"));
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);

        call.on(talking().fromCaller("BYE", 2)).on(call.byeAnswered(LEG)).forget().on(late(call, "callee"));
        assertThat(call.state).isInstanceOf(CallState.Ended.class);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    private static CallInput late(CallOnPaper call, String tag) {
        return new CallInput.StrayAnswerReceived(CallOnPaper.response(call.sentInvite().request(), 200,
                tag.replace(' ', '-'), ANSWER), CallOnPaper.MPS_FLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other;to-tag=%1$s;from-tag=callee", "%1$s;to-tag=%1$s;from-tag=other",
            "%1$s;to-tag=%2$s;from-tag=callee"})
    void knowsNoOtherDialog(String replaces) {
        CallOnPaper call = talking().forget().on(invite(replaces.formatted(ID.tag(1), ID.tag(0))));

        assertThat(status(call)).isEqualTo(481);
        assertThat(call.sent(SipMethod.INVITE, 0)).isEmpty();
    }

    @Test
    void isRefusedWhereOnlyAnEarlyDialogMayBeReplaced() {
        assertThat(status(talking().on(invite(OURS + ";early-only")))).isEqualTo(486);
    }

    @Test
    void letsNoTrunkSpeakForAnother() {
        CallInput.InviteReceived invite = invite(OURS);
        CallOnPaper call = talking().forget()
                .on(new CallInput.InviteReceived(NEWCOMER, invite.invite(), CallOnPaper.CORE_FLOW,
                        "core", "core-1"));

        assertThat(status(call)).isEqualTo(403);
    }

    @Test
    @Tag("TRAP-25")
    void isNeverACallToSomebodyElse() {
        CallOnPaper call = new CallOnPaper().on(invite(OURS));
        assertThat(status(call)).isEqualTo(481);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
        assertThat(call.all(CallEffect.Finish.class)).hasSize(1);

        CallOnPaper over = talking();
        over.on(talking().fromCaller("BYE", 2)).forget().on(invite(OURS));
        assertThat(status(over)).as("RFC 3891 §3: it is over").isEqualTo(603);
    }

    @Test
    void isLedToTheCallWhoseTagItNames() {
        assertThat(ReplacesRules.way(invite(OURS).invite())).isEqualTo(new ReplacesRules.Way.ToCall(ID));
        assertThat(ReplacesRules.way(invite("a;to-tag=b;from-tag=c").invite()))
                .isEqualTo(new ReplacesRules.Way.Refused(481));
        assertThat(ReplacesRules.way(invite("a;to-tag=b").invite())).isEqualTo(new ReplacesRules.Way.Refused(400));
        SipRequest two = invite(OURS).invite().toBuilder().add(HeaderName.REPLACES, OURS).build();
        assertThat(ReplacesRules.way(two)).isEqualTo(new ReplacesRules.Way.Refused(400));
        SipRequest join = invite(OURS).invite().toBuilder().add(HeaderName.JOIN, OURS).build();
        assertThat(ReplacesRules.way(join)).isEqualTo(new ReplacesRules.Way.Refused(400));
    }

    @Test
    void leavesTheCallAsItWasWhenTheOtherSideRefuses() {
        CallOnPaper call = talking();
        CallMedia before = ((CallState.Talking) call.state).media();
        call.on(invite(OURS)).forget().reinvited(0, 488, "");

        assertThat(status(call)).isEqualTo(488);
        CallState.Talking after = (CallState.Talking) call.state;
        assertThat(after.callee().number()).isEqualTo(1);
        assertThat(after.media().callee()).isEqualTo(before.callee());
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
    }

    @Test
    void tellsTheOtherSideTheOldSessionAgainWhenTheNewcomerTakesItsInviteBack() {
        CallOnPaper call = talking().on(invite(OURS));
        CallInput.CancelReceived cancel = new CallInput.CancelReceived(NEWCOMER, invite(OURS).invite());
        call.on(cancel);
        assertThat(status(call)).isEqualTo(487);

        call.forget().reinvited(0, 200, OFFER);

        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
        assertThat(call.sent(SipMethod.INVITE, 0)).hasSize(1);
        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(1);
    }

    @Test
    void endsWithTheCall() {
        CallOnPaper call = talking().on(invite(OURS)).forget().on(talking().fromCaller("BYE", 2));

        assertThat(status(call)).isEqualTo(481);
        assertThat(call.state).isInstanceOf(CallState.Releasing.class);
    }

    @Test
    @Tag("TRAP-23")
    void saysToBothSidesThatItCan() {
        CallOnPaper call = talking();

        assertThat(call.invites().getFirst().request().headers().values(HeaderName.SUPPORTED)).contains("replaces");
        assertThat(call.invites().getFirst().request().headers().values(HeaderName.ALLOW)).contains("REFER", "NOTIFY");
        SipResponse answer = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(answer.headers().values(HeaderName.SUPPORTED)).contains("replaces");
        assertThat(answer.headers().values(HeaderName.ALLOW)).contains("REFER", "NOTIFY");
    }

    private static CallOnPaper talking() {
        return new CallOnPaper().talking();
    }

    private static int status(CallOnPaper call) {
        return call.responses(NEWCOMER).getLast().status();
    }

    private static CallInput.InviteReceived invite(String replaces) {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:+441632960000@192.0.2.1:5061",
                "<sip:+441632960444@mps.example>;tag=newcomer", "<sip:+441632960000@192.0.2.1>", 1, NEW_OFFER);
        SipRequest.Builder replacing = invite.toBuilder()
                .set(HeaderName.CALL_ID, "newcomer@mps.example")
                .add(HeaderName.REPLACES, replaces);
        return new CallInput.InviteReceived(NEWCOMER, CallOnPaper.parsed(replacing.build().toBytes()),
                CallOnPaper.MPS_FLOW, "teams", "mps-1");
    }

    private static CallInput.AckReceived ack() {
        return new CallInput.AckReceived(CallOnPaper.request("ACK", "sip:" + ID.tag(LEG) + "@192.0.2.1:5061",
                "<sip:+441632960444@mps.example>;tag=newcomer",
                "<sip:+441632960000@192.0.2.1>;tag=" + ID.tag(LEG), 1, ""));
    }
}
