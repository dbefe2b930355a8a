package io.tandem.call;

import static io.tandem.call.CallOnPaper.ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3515, RFC 5589 §6: a side of a call that is up asks for another party in its place. */
class BlindTransferTest {
    private static final String TEAMS_USER = "<sip:sip-du-a-eu.pstnhub.microsoft.com:5061;x-i=5a4a;x-t=11a2b3;x-m=8%3Aorgid%3A"
            + "e".repeat(280) + ";x-ti=c0ffee;x-tt=sip%3Aa>";
    static final String PSTN = "<sip:+441632960222@192.0.2.1;user=phone>";
    private static final String REFERRED_BY = "<sip:mps.example:5061;x-m=8%3Aorgid%3Aff;x-t=11a2b3>";
    private static final int TARGET = 2;

    @Test
    @Tag("TSP-127")
    @Tag("TRAP-19")
    void answersWith202ThenTellsThatItTriesThenAsksTheTarget() {
        CallOnPaper call = talking().forget().on(refer(PSTN));

        assertThat(answer(call).status()).isEqualTo(202);
        List<SipMethod> sent = call.all(CallEffect.SendRequest.class)
                .stream()
                .map(out -> out.request().method())
                .toList();
        assertThat(sent).containsExactly(SipMethod.NOTIFY, SipMethod.INVITE);
        assertThat(call.effects).element(0).isInstanceOf(CallEffect.Respond.class);
        assertThat(notified(call)).containsExactly("SIP/2.0 100 Trying");
        SipRequest notify = call.sent(SipMethod.NOTIFY, 1).getFirst().request();
        assertThat(notify.headers().first(HeaderName.EVENT)).hasValue("refer;id=11");
        assertThat(notify.headers().first(HeaderName.CONTENT_TYPE)).hasValue("message/sipfrag;version=2.0");
        assertThat(notify.headers().first(HeaderName.SUBSCRIPTION_STATE)).hasValueSatisfying(
                state -> assertThat(state).startsWith("active;expires="));
    }

    @Test
    @Tag("TSP-126")
    void keepsReferToAndReferredByByteForByte() {
        assertThat(TEAMS_USER.length()).isGreaterThan(380);

        CallOnPaper call = talking().on(refer(TEAMS_USER));

        SipRequest invite = call.invites().getLast().request();
        assertThat("<" + invite.requestUri().text() + ">").isEqualTo(TEAMS_USER);
        assertThat(invite.headers().first(HeaderName.REFERRED_BY)).hasValue(REFERRED_BY);
        assertThat(invite.to().uri().text()).isEqualTo("sip:sip-du-a-eu.pstnhub.microsoft.com");
        assertThat(invite.from().uri().text()).startsWith("sip:+441632960111@");
        assertThat(call.invites().getLast().flow()).isEqualTo(CallOnPaper.MPS_FLOW);
    }

    @Test
    @Tag("TRAP-22")
    void namesNoReferrerThatTheReferDoesNotName() {
        CallInput.RequestReceived refer = refer(PSTN);
        SipRequest silent = refer.request().toBuilder().remove(HeaderName.REFERRED_BY).build();

        CallOnPaper call = talking().on(new CallInput.RequestReceived(refer.transaction(), silent, refer.flow()));

        assertThat(call.invites().getLast().request().headers().contains(HeaderName.REFERRED_BY)).isFalse();
    }

    @Test
    @Tag("TSP-127")
    void routesANumberLikeAnyCallOfTheTransferor() {
        CallOnPaper call = talking().forget().on(refer(PSTN));

        assertThat(call.all(CallEffect.FindNumber.class)).singleElement()
                .isEqualTo(new CallEffect.FindNumber("+441632960000")); // the transferor's, as of any call from Microsoft
        assertThat(call.invites().getLast().flow()).isEqualTo(CallOnPaper.CORE_FLOW);
        assertThat(call.invites().getLast().request().requestUri().text())
                .startsWith("sip:+441632960222@127.0.0.1:5070");
    }

    @Test
    @Tag("TSP-113")
    void neverSendsMicrosoftAReplaces() {
        CallOnPaper call = talking().on(refer("<sip:+441632960222@sip.pstnhub.microsoft.com;x-t=1"
                + "?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2>"));

        SipRequest invite = call.invites().getLast().request();
        assertThat(invite.headers().contains(HeaderName.REPLACES)).isFalse();
        assertThat(invite.requestUri().text()).isEqualTo("sip:+441632960222@sip.pstnhub.microsoft.com;x-t=1");
    }

    @Test
    void offersTheTargetWhatTheTransferorHeardFromTheSamePort() {
        CallOnPaper call = talking();
        String told = new String(call.invites().getFirst().request().body(), StandardCharsets.UTF_8);

        call.on(refer(PSTN));

        String offered = new String(call.invites().getLast().request().body(), StandardCharsets.UTF_8);
        assertThat(offered.lines().filter(line -> !line.startsWith("o="))).containsExactlyElementsOf(
                told.lines().filter(line -> !line.startsWith("o=")).toList());
        assertThat(offered).contains("m=audio 20002 ").contains("a=sendrecv");
    }

    @Test
    void putsTheTargetInTheTransferorsPlaceWhenItAnswers() {
        CallOnPaper call = talking().on(refer(PSTN)).forget().targetSays(TARGET, 200, ANSWER);

        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.caller().number()).isZero();
            assertThat(talking.callee().number()).isEqualTo(TARGET);
            assertThat(talking.facts().transfers()).singleElement().extracting(Transferral::status).isEqualTo(200);
        });
        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .extracting(CallEffect.SendAck::leg)
                .isEqualTo(TARGET);
        assertThat(call.all(CallEffect.Describe.class)).singleElement()
                .satisfies(describe -> assertThat(describe.order().end()).isEqualTo(MediaEnd.CALLEE));
        assertThat(notified(call)).containsExactly("SIP/2.0 200 OK");
        assertThat(call.sent(SipMethod.NOTIFY, 1).getLast().request().headers().first(HeaderName.SUBSCRIPTION_STATE))
                .hasValue("terminated;reason=noresource");
        assertThat(call.events.getLast()).isInstanceOfSatisfying(CallEvent.SessionChanged.class,
                changed -> assertThat(changed.callee().number()).isEqualTo(TARGET));
        assertThat(call.sent(SipMethod.INVITE, 0)).as("the transferee hears the same codecs as before").isEmpty();
    }

    @Test
    void tellsTheTransfereeWhenTheTargetHearsSomethingElse() {
        String other = ANSWER.replace("RTP/AVP 8", "RTP/AVP 0").replace("rtpmap:8 PCMA", "rtpmap:0 PCMU");
        CallOnPaper call = talking().on(refer(PSTN)).forget().targetSays(TARGET, 200, other);

        SipRequest reInvite = call.sent(SipMethod.INVITE, 0).getFirst().request();
        assertThat(new String(reInvite.body(), StandardCharsets.UTF_8)).contains("RTP/AVP 0")
                .contains("m=audio 20000 ");
        call.reinvited(0, 200, CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 0"));
        assertThat(call.sent(SipMethod.INVITE, TARGET)).as("and no ping-pong comes of it").isEmpty();
    }

    @Test
    void takesTheTransfereeOffHold() {
        CallOnPaper call = talking().on(talking().fromCallee("INVITE", 10, ANSWER + "a=sendonly\n"));
        call.reinvited(0, 200, CallOnPaper.OFFER + "a=recvonly\n");
        call.on(ackFromCallee(10)).on(refer(PSTN, 12));
        assertThat(new String(call.invites().getLast().request().body(), StandardCharsets.UTF_8))
                .contains("a=sendrecv");

        call.forget().targetSays(TARGET, 200, ANSWER);

        assertThat(new String(call.sent(SipMethod.INVITE, 0).getFirst().request().body(), StandardCharsets.UTF_8))
                .contains("a=sendrecv");
        assertThat(((CallState.Talking) call.state).media().hold()).isEqualTo(CallMedia.Hold.NONE);
    }

    @Test
    @Tag("TRAP-19")
    void saysGoodbyeToATransferorThatDoesNotSayItAndNeverBeforeItsLastNotify() {
        CallOnPaper call = talking().on(refer(PSTN)).targetSays(TARGET, 200, ANSWER).forget();

        call.on(new CallInput.TimerExpired(CallTimer.LEAVE));
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
        call.on(notifyAnswered(call, 200));

        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        call.on(call.byeAnswered(1));
        assertThat(((CallState.Talking) call.state).transfer()).isEmpty();
    }

    @Test
    void acceptsTheGoodbyeOfATransferorThatIsDone() {
        CallOnPaper call = talking().on(refer(PSTN)).targetSays(TARGET, 200, ANSWER).forget();

        call.on(bye(12));

        assertThat(call.responses(call.asked().getLast())).singleElement()
                .extracting(SipResponse::status)
                .isEqualTo(200);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void tellsEachKindOfProgressOnce() {
        CallOnPaper call = talking().on(refer(PSTN)).forget();

        call.targetSays(TARGET, 180, "").targetSays(TARGET, 180, "").targetSays(TARGET, 183, "");

        assertThat(notified(call)).containsExactly("SIP/2.0 180 Said so", "SIP/2.0 183 Said so");
    }

    @ParameterizedTest
    @CsvSource({"486", "603", "480", "302"})
    @Tag("TRAP-24")
    void goesOnAsItWasWhenTheTargetRefuses(int status) {
        CallOnPaper call = talking();
        CallState.Talking before = (CallState.Talking) call.state;

        call.on(refer(PSTN)).forget().targetSays(TARGET, status, "");

        assertThat(notified(call)).containsExactly("SIP/2.0 " + status + " Said so");
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, after -> {
            assertThat(after.caller()).isEqualTo(before.caller());
            assertThat(after.callee().number()).isEqualTo(1);
            assertThat(after.media()).isEqualTo(before.media());
            assertThat(after.transfer()).isEmpty();
        });
        assertThat(call.all(CallEffect.CloseMedia.class)).isEmpty();
    }

    @Test
    void triesAnotherPeerOfTheTargetsTrunk() {
        CallOnPaper call = talking();
        call.peers = 2;
        call.on(refer(PSTN)).targetSays(TARGET, 503, "").forget().targetSays(TARGET + 1, 200, ANSWER);

        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(TARGET + 1);
        assertThat(((CallState.Talking) call.state).facts().failedAttempts()).hasSize(1);
    }

    @Test
    @Tag("TRAP-20")
    void goesOnWhenTheTransferorHangsUpEarly() {
        CallOnPaper call = talking().on(refer(PSTN)).forget().on(bye(12));
        assertThat(call.responses(call.asked().getLast())).singleElement()
                .extracting(SipResponse::status)
                .isEqualTo(200);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();

        call.targetSays(TARGET, 180, "").targetSays(TARGET, 200, ANSWER);

        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(TARGET);
        assertThat(call.all(CallEffect.SendRequest.class)).as("nothing is said to who has left").isEmpty();
        call.on(call.fromCaller("BYE", 3)).on(call.byeAnswered(TARGET));
        assertThat(call.record().facts().transfers()).hasSize(1);
    }

    @Test
    @Tag("TRAP-20")
    void endsForTheTargetsReasonWhenTheTransferorHasLeftAndTheTargetRefuses() {
        CallOnPaper call = talking().on(refer(PSTN)).on(bye(12)).forget().targetSays(TARGET, 486, "");

        SipRequest bye = call.sent(SipMethod.BYE, 0).getFirst().request();
        assertThat(bye.headers().first(HeaderName.REASON))
                .hasValueSatisfying(why -> assertThat(why).contains("cause=17"));
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
        call.on(call.byeAnswered(0));
        assertThat(call.record().cause().status()).isEqualTo(486);
        assertThat(call.record().cause().side()).isEqualTo("gateway");
    }

    @Test
    void cancelsTheTargetWhenTheTransfereeHangsUp() {
        CallOnPaper call = talking().on(refer(PSTN))
                .targetSays(TARGET, 180, "")
                .forget()
                .on(talking().fromCaller("BYE", 2));

        assertThat(call.all(CallEffect.Cancel.class)).singleElement()
                .extracting(CallEffect.Cancel::leg)
                .isEqualTo(TARGET);
        assertThat(notified(call)).containsExactly("SIP/2.0 487 Request Terminated");
        call.on(notifyAnswered(call, 200)).on(call.byeAnswered(1));
        assertThat(call.record().facts().transfers().getFirst().status()).isEqualTo(487);
        call.forget().targetSays(TARGET, 200, ANSWER);
        assertThat(call.sent(SipMethod.BYE, TARGET)).as("an answer that crossed the CANCEL is ended").hasSize(1);
    }

    @Test
    void hearsNothingOfWhoEndsItWhenTheTransferorHasLeft() {
        CallOnPaper call = talking().on(refer(PSTN)).on(bye(12)).forget().on(talking().fromCaller("BYE", 2));

        assertThat(call.all(CallEffect.Cancel.class)).hasSize(1);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void givesUpATargetThatOnlyRings() {
        CallOnPaper call = talking().on(refer(PSTN))
                .targetSays(TARGET, 180, "")
                .forget()
                .on(new CallInput.TimerExpired(CallTimer.NO_ANSWER));

        assertThat(call.all(CallEffect.Cancel.class)).hasSize(1);
        assertThat(notified(call)).containsExactly("SIP/2.0 480 no answer");
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void takesADialogOfOthersToTheCore() { // RFC 5589 §7.1
        CallOnPaper call = talking()
                .on(refer("<sip:+441632960222@192.0.2.1?Replaces=abc%40pbx%3Bto-tag%3D1%3Bfrom-tag%3D2>"));

        assertThat(call.invites().getLast().request().headers().first(HeaderName.REPLACES))
                .hasValue("abc@pbx;to-tag=1;from-tag=2");
    }

    @Test
    void tellsNothingToWhoWantsToHearNothing() { // RFC 4488 §4
        CallInput.RequestReceived refer = refer(PSTN);
        SipRequest quiet = refer.request().toBuilder().add(HeaderName.REFER_SUB, "false").build();
        CallOnPaper call = talking().on(new CallInput.RequestReceived(refer.transaction(), quiet, refer.flow()));

        assertThat(answer(call).status()).isEqualTo(202);
        assertThat(answer(call).headers().first(HeaderName.REFER_SUB)).hasValue("false");
        call.targetSays(TARGET, 180, "").targetSays(TARGET, 200, ANSWER);
        assertThat(call.sent(SipMethod.NOTIFY, 1)).isEmpty();
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    void transfersTheCalledPartyToo() {
        CallOnPaper call = talking();
        call.on(referFromCaller("<sip:+441632960333@192.0.2.1>")).forget().targetSays(TARGET, 200, ANSWER);

        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.caller().number()).isEqualTo(TARGET);
            assertThat(talking.callee().number()).isEqualTo(1);
        });
        assertThat(call.all(CallEffect.Describe.class).getFirst().order().end()).isEqualTo(MediaEnd.CALLER);
        call.forget()
                .on(new CallInput.RequestReceived(new ServerTransactionId(1, 999),
                        fromTarget(call, "BYE"), CallOnPaper.MPS_FLOW));
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        call.on(notifyAnswered(call, 0, 200)).on(call.byeAnswered(1));
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void waitsWithTheAnswerWhileTheSidesAgreeOnSomethingElse() {
        CallOnPaper call = talking().on(refer(PSTN))
                .forget()
                .on(talking().fromCallee("INVITE", 12, ANSWER + "a=sendonly\n"));

        call.targetSays(TARGET, 200, ANSWER);
        assertThat(call.all(CallEffect.SendAck.class)).isEmpty();
        call.reinvited(0, 200, CallOnPaper.OFFER + "a=recvonly\n").on(ackFromCallee(12));

        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(TARGET);
        assertThat(call.all(CallEffect.SendAck.class).stream().filter(ack -> ack.leg() == TARGET)).hasSize(1);
    }

    @Test
    void keepsTheTransfereesNextOfferForLater() {
        CallOnPaper call = talking().on(refer(PSTN)).on(talking().fromCaller("INVITE", 2, CallOnPaper.OFFER));

        assertThat(call.responses(call.asked().getLast())).singleElement()
                .extracting(SipResponse::status)
                .isEqualTo(491);
    }

    @Test
    void goesOnAfterItsNodeDiesWhenItIsDoneAndAsItWasWhenItIsNot() {
        CallOnPaper call = talking().on(refer(PSTN));
        CallState.Talking cutOff = (CallState.Talking) CallRules.apply(call.events.getLast());
        assertThat(cutOff.callee().number()).isEqualTo(1);
        assertThat(cutOff.transfer()).isEmpty();
        assertThat(cutOff.nextLeg(6)).isEqualTo(TARGET + 6);

        call.targetSays(TARGET, 200, ANSWER);
        CallState.Talking done = (CallState.Talking) CallRules.apply(call.events.getLast());
        assertThat(done.callee()).isEqualTo(((CallState.Talking) call.state).callee());
        assertThat(done.media()).isEqualTo(((CallState.Talking) call.state).media());
    }

    @Test
    void outlivesItsNodeOnceItIsDone() {
        CallOnPaper call = talking().on(refer(PSTN)).targetSays(TARGET, 200, ANSWER);
        call.state = CallRules.apply(call.events.getLast());
        call.media = new OpenResult.Refused(OpenResult.Reason.ALREADY_OPEN, "");
        call.on(new CallInput.Resumed()).forget();

        call.on(new CallInput.RequestReceived(new ServerTransactionId(1, 999), fromTarget(call, "BYE"),
                CallOnPaper.CORE_FLOW));

        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
        call.on(call.byeAnswered(0));
        assertThat(call.record().cause().side()).isEqualTo("callee");
        assertThat(call.record().facts().transfers()).singleElement().extracting(Transferral::status).isEqualTo(200);
    }

    @Test
    @Tag("TRAP-20")
    void endsWhenItsNodeHasDiedWithTheTransferorGoneAndTheTargetNotThere() {
        CallOnPaper call = talking().on(refer(PSTN)).on(bye(12));
        call.state = CallRules.apply(call.events.getLast());
        call.media = new OpenResult.Refused(OpenResult.Reason.ALREADY_OPEN, "");
        call.on(new CallInput.Resumed()).on(new CallInput.TimerExpired(CallTimer.CHECK)).forget();

        CallEffect.SendRequest asked = call.sentLast(SipMethod.OPTIONS, 1);
        call.on(new CallInput.ResponseReceived(asked.transaction(),
                CallOnPaper.response(asked.request(), 481, null, ""), asked.flow()));

        assertThat(call.sent(SipMethod.BYE, 0)).as("nobody is left alone in a call").hasSize(1);
    }

    @Test
    void passesOverANotifyThatIsRefused() {
        CallOnPaper call = talking().on(refer(PSTN));
        call.on(notifyAnswered(call, 481)).forget().targetSays(TARGET, 180, "").targetSays(TARGET, 200, ANSWER);

        assertThat(call.sent(SipMethod.NOTIFY, 1)).as("RFC 6665 §4.2.2").isEmpty();
        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(TARGET);
    }

    static CallOnPaper talking() {
        return new CallOnPaper().talking();
    }

    static CallInput.RequestReceived refer(String referTo) {
        return refer(referTo, 11);
    }

    /** From Microsoft's side, which is the called one. */
    static CallInput.RequestReceived refer(String referTo, int cseq) {
        CallInput.RequestReceived received = talking().fromCallee("REFER", cseq);
        return new CallInput.RequestReceived(received.transaction(), referring(received.request(), referTo),
                received.flow());
    }

    static CallInput.RequestReceived referFromCaller(String referTo) {
        CallInput.RequestReceived received = talking().fromCaller("REFER", 2);
        return new CallInput.RequestReceived(received.transaction(), referring(received.request(), referTo),
                received.flow());
    }

    private static SipRequest referring(SipRequest request, String referTo) {
        SipRequest.Builder refer = request.toBuilder().add(HeaderName.REFERRED_BY, REFERRED_BY);
        if (!referTo.isEmpty()) {
            refer.add(HeaderName.REFER_TO, referTo);
        }
        return CallOnPaper.parsed(refer.build().toBytes());
    }

    static CallInput.RequestReceived bye(int cseq) {
        return talking().fromCallee("BYE", cseq);
    }

    static CallInput.AckReceived ackFromCallee(int cseq) {
        return new CallInput.AckReceived(talking().fromCallee("ACK", cseq).request());
    }

    private static SipRequest fromTarget(CallOnPaper call, String method) {
        SipRequest invite = call.invites().getLast().request();
        return CallOnPaper.parsed(method + " sip:x@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bKt\r\n"
                + "Max-Forwards: 70\r\nFrom: " + invite.to().text() + ";tag=callee\r\nTo: " + invite.from().text()
                + "\r\nCall-ID: " + invite.callId() + "\r\nCSeq: 1 " + method + "\r\nContent-Length: 0\r\n\r\n");
    }

    static SipResponse answer(CallOnPaper call) {
        return call.responses(call.asked().getLast()).getLast();
    }

    static List<String> notified(CallOnPaper call) {
        return call.sent(SipMethod.NOTIFY, 1)
                .stream()
                .map(notify -> new String(notify.request().body(), StandardCharsets.UTF_8).strip())
                .toList();
    }

    static CallInput.ResponseReceived notifyAnswered(CallOnPaper call, int status) {
        return notifyAnswered(call, 1, status);
    }

    static CallInput.ResponseReceived notifyAnswered(CallOnPaper call, int leg, int status) {
        CallEffect.SendRequest notify = call.sentLast(SipMethod.NOTIFY, leg);
        return new CallInput.ResponseReceived(notify.transaction(),
                CallOnPaper.response(notify.request(), status, null, ""), notify.flow());
    }
}
