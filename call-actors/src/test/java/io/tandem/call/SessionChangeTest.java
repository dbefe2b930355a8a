package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallMedia.Hold;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls on paper whose session changes while they are up: RFC 3261 §14, RFC 3311, RFC 3264 §8. */
class SessionChangeTest {
    private static final String HOLD = CallOnPaper.OFFER.replace("caller 1 1", "caller 1 2") + "a=sendonly\n";
    private static final String INACTIVE = CallOnPaper.OFFER.replace("caller 1 1", "caller 1 2") + "a=inactive\n";
    private static final String HELD = CallOnPaper.ANSWER.replace("callee 1 1", "callee 1 2") + "a=inactive\n";

    private final CallOnPaper call = new CallOnPaper();

    private static ServerTransactionId caller(int cseq) {
        return new ServerTransactionId(1, 100 + cseq);
    }

    private static ServerTransactionId callee(int cseq) {
        return new ServerTransactionId(1, 200 + cseq);
    }

    private SipRequest lastInvite(int leg) {
        return call.sent(SipMethod.INVITE, leg).getLast().request();
    }

    private SipResponse last(ServerTransactionId transaction) {
        return call.responses(transaction).getLast();
    }

    private CallState.Talking talking() {
        return (CallState.Talking) call.state;
    }

    private static String sdp(SipRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static String sdp(SipResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String origin(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("o=")).findFirst().orElseThrow();
    }

    private static long version(String sdp) {
        return Long.parseLong(origin(sdp).split(" ")[2]);
    }

    private List<String> notes() {
        return call.all(CallEffect.Note.class).stream().map(CallEffect.Note::what).toList();
    }

    @Test
    @Tag("TSP-149")
    @Tag("TRAP-59")
    void aReInviteOfTheCallerCrossesWithOurPortsAndItsAnswerComesBack() { // RFC 3261 §14
        call.talking().forget().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER.replace("4000", "4444")));

        SipRequest crossed = lastInvite(1);
        assertThat(crossed.cseq().number()).isEqualTo(2);
        assertThat(crossed.toTag()).contains("callee");
        assertThat(crossed.requestUri().text()).isEqualTo("sip:callee@10.0.0.8:5090");
        assertThat(sdp(crossed)).contains("c=IN IP4 192.0.2.1").contains("m=audio 20002").doesNotContain("4444");
        assertThat(call.responses(caller(2))).as("before the other side has answered").isEmpty();

        call.reinvited(1, 200, CallOnPaper.ANSWER.replace("6000", "6666"));
        assertThat(call.all(CallEffect.SendAck.class)).singleElement().satisfies(ack -> {
            assertThat(ack.ack().cseq().number()).isEqualTo(2);
            assertThat(ack.leg()).isEqualTo(1);
        });
        assertThat(last(caller(2)).status()).isEqualTo(200);
        assertThat(sdp(last(caller(2)))).contains("m=audio 20000");
        assertThat(call.all(CallEffect.Describe.class)).extracting(CallEffect.Describe::order)
                .extracting(DescribeRemote::rtpPort)
                .containsExactly(4_444, 6_666);
        assertThat(call.all(CallEffect.OpenMedia.class)).as("the ports stay those of before").isEmpty();
    }

    @Test
    void aReInviteOfTheCalledSideCrossesToo() {
        call.talking().forget().on(call.fromCallee("INVITE", 7, CallOnPaper.ANSWER.replace("6000", "6666")));

        assertThat(lastInvite(0).toTag()).contains("caller");
        assertThat(lastInvite(0).requestUri().text()).isEqualTo("sip:caller@10.0.0.9:5070");
        assertThat(sdp(lastInvite(0))).contains("m=audio 20000");
        call.reinvited(0, 200, CallOnPaper.OFFER);
        assertThat(last(callee(7)).status()).isEqualTo(200);
        assertThat(sdp(last(callee(7)))).contains("m=audio 20002");
    }

    @Test
    @Tag("TRAP-17")
    @Tag("TSP-153")
    void theVersionRisesByOneWithEachChangeAndOnlyThen() { // RFC 3264 §8, TSP-153, TRAP-17
        call.talking();
        String first = origin(sdp(call.sentInvite().request()));
        call.on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER));
        assertThat(origin(sdp(lastInvite(1)))).as("a refresh").isEqualTo(first);
        SipResponse before = call.responses(CallOnPaper.INVITE_TX).getLast();
        call.reinvited(1, 200, CallOnPaper.ANSWER).on(call.ack(2, ""));
        assertThat(sdp(last(caller(2)))).as("the answer to it").isEqualTo(sdp(before));

        call.on(call.fromCaller("INVITE", 3, HOLD));
        assertThat(origin(sdp(lastInvite(1)))).isEqualTo(first.replaceFirst(" 1 IN ", " 2 IN "));
    }

    @Test
    void anOfferThatWasRefusedKeepsItsVersionNumberToItself() { // RFC 3264 §8
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).reinvited(1, 488, "");
        call.on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER.replace("8 0", "8")));

        assertThat(origin(sdp(lastInvite(1)))).contains(" 3 IN ");
    }

    @Test
    @Tag("TSP-150")
    void aHoldOfTheCoreReachesMicrosoftAsInactiveAndComesBackAsSuch() {
        call.talking().forget().on(call.fromCaller("INVITE", 2, HOLD));
        assertThat(sdp(lastInvite(1))).contains("a=inactive").doesNotContain("sendonly");

        call.reinvited(1, 200, HELD);
        assertThat(sdp(last(caller(2)))).contains("a=inactive");
        assertThat(talking().media().hold()).isEqualTo(new Hold(true, false));
        assertThat(notes()).contains("held by caller");
    }

    @Test
    @Tag("TSP-150")
    void aHoldByAddressReachesMicrosoftWithARealOne() { // RFC 3264 §8.4, TSP-150
        call.talking()
                .forget()
                .on(call.fromCaller("INVITE", 2,
                        CallOnPaper.OFFER.replace("c=IN IP4 10.0.0.9", "c=IN IP4 0.0.0.0")));

        assertThat(sdp(lastInvite(1))).contains("a=inactive").contains("c=IN IP4 192.0.2.1").doesNotContain("0.0.0.0");
        call.reinvited(1, 200, HELD);
        assertThat(talking().media().hold()).isEqualTo(new Hold(true, false));
        assertThat(talking().media().caller()).map(DescribeRemote::address).contains("0.0.0.0"); // the relay falls silent
    }

    @Test
    @Tag("TSP-150")
    void aHoldOfMicrosoftReachesTheCoreAsItIs() { // RFC 3264 §8.4
        for (String way : List.of("sendonly", "inactive")) {
            CallOnPaper held = new CallOnPaper().talking().forget();
            held.on(held.fromCallee("INVITE", 7, CallOnPaper.ANSWER + "a=" + way + "\n"));
            assertThat(sdp(held.sent(SipMethod.INVITE, 0).getLast().request())).contains("a=" + way);
            held.reinvited(0, 200, CallOnPaper.OFFER + "a=" + (way.equals("sendonly") ? "recvonly" : way) + "\n");
            assertThat(sdp(held.responses(callee(7)).getLast())).contains(
                    way.equals("sendonly") ? "a=recvonly" : "a=inactive");
            assertThat(((CallState.Talking) held.state).media().hold()).isEqualTo(new Hold(false, true));
        }
    }

    @Test
    @Tag("TRAP-14")
    @Tag("TRAP-15")
    void aMissingDirectionEndsTheHold() { // RFC 8866 §6.7, TRAP-15
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).reinvited(1, 200, HELD).on(call.ack(2, ""));
        call.forget().on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER)).reinvited(1, 200, CallOnPaper.ANSWER);

        assertThat(sdp(last(caller(3)))).contains("a=sendrecv"); // computed, not replayed: TRAP-14
        assertThat(talking().media().hold()).isEqualTo(Hold.NONE);
        assertThat(notes()).contains("resumed");
    }

    @Test
    void bothSidesMayHoldAndEachEndsItsOwn() {
        call.talking().on(call.fromCaller("INVITE", 2, INACTIVE)).reinvited(1, 200, HELD).on(call.ack(2, ""));
        call.on(call.fromCallee("INVITE", 7, HELD)).reinvited(0, 200, INACTIVE);
        assertThat(talking().media().hold()).isEqualTo(new Hold(true, true));

        call.on(new CallInput.AckReceived(call.fromCallee("ACK", 7).request()));
        call.on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER)).reinvited(1, 200, HELD);
        assertThat(talking().media().hold()).isEqualTo(new Hold(false, true));
        assertThat(sdp(last(caller(3)))).contains("a=inactive");
    }

    @Test
    void aRefusalIsPassedBackAndTheSessionStaysAsItWas() { // RFC 3261 §14.1
        call.talking();
        CallMedia before = talking().media();
        for (int status : List.of(488, 491, 403, 500, 603)) {
            call.forget().on(call.fromCaller("INVITE", 2, HOLD)).reinvited(1, status, "");
            assertThat(last(caller(2)).status()).isEqualTo(status);
            assertThat(talking().media().hold()).isEqualTo(before.hold());
            assertThat(talking().media().caller()).isEqualTo(before.caller());
            assertThat(talking().exchange()).isEmpty();
            assertThat(call.all(CallEffect.Describe.class)).isEmpty();
            assertThat(call.all(CallEffect.SendAck.class)).as("the edge acknowledges refusals").isEmpty();
        }
        assertThat(call.events).hasSize(1);
    }

    @Test
    void whatIsBetweenTwoHopsIsNotPassedBack() {
        for (int status : List.of(302, 401, 407)) {
            CallOnPaper other = new CallOnPaper().talking();
            other.on(other.fromCaller("INVITE", 2, HOLD)).reinvited(1, status, "");
            assertThat(other.responses(caller(2)).getLast().status()).isEqualTo(488);
        }
    }

    @Test
    void aRefusedReInviteRefreshesNoTarget() { // RFC 3261 §12.2.1.2
        call.talking().on(moved(call.fromCaller("INVITE", 2, HOLD))).reinvited(1, 488, "");

        assertThat(talking().caller().dialog().remoteTarget().text()).isEqualTo("sip:caller@10.0.0.9:5070");
    }

    @Test
    void anAcceptedReInviteRefreshesTheTargetsOfBothDialogs() { // RFC 3261 §12.2
        call.talking().on(moved(call.fromCaller("INVITE", 2, CallOnPaper.OFFER)));
        SipRequest ours = lastInvite(1);
        SipResponse answer = CallOnPaper.response(ours, 200, null, CallOnPaper.ANSWER)
                .toBuilder()
                .set(HeaderName.CONTACT, "<sip:elsewhere@10.0.0.8:5099>")
                .build();
        call.on(new CallInput.ResponseReceived(call.sent(SipMethod.INVITE, 1).getLast().transaction(), answer,
                CallOnPaper.MPS_FLOW));

        assertThat(talking().caller().dialog().remoteTarget().text()).isEqualTo("sip:moved@10.0.0.9:5077");
        assertThat(talking().callee().dialog().remoteTarget().text()).isEqualTo("sip:elsewhere@10.0.0.8:5099");
        assertThat(call.all(CallEffect.SendAck.class).getLast().ack().requestUri().text()).isEqualTo(
                "sip:elsewhere@10.0.0.8:5099");
        assertThat(call.events.getLast()).isInstanceOf(CallEvent.SessionChanged.class);
    }

    private static CallInput.RequestReceived moved(CallInput.RequestReceived received) {
        SipRequest from = received.request().toBuilder().set(HeaderName.CONTACT, "<sip:moved@10.0.0.9:5077>").build();
        return new CallInput.RequestReceived(received.transaction(), from, received.flow());
    }

    @Test
    void aPeerThatNoLongerKnowsTheDialogEndsTheCall() { // RFC 3261 §12.2.1.2
        call.talking().forget().on(call.fromCaller("INVITE", 2, HOLD)).reinvited(1, 481, "");

        assertThat(last(caller(2)).status()).isEqualTo(481);
        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).as("to a dialog that is gone").isEmpty();
        call.on(call.byeAnswered(0));
        assertThat(call.record().cause().status()).isEqualTo(481);
    }

    @Test
    void aReInviteThatNobodyAnswersEndsTheCall() { // RFC 3261 §12.2.1.2
        call.talking().forget().on(call.fromCaller("INVITE", 2, HOLD));
        call.on(new CallInput.TransactionTimedOut(call.sent(SipMethod.INVITE, 1).getLast().transaction()));

        assertThat(last(caller(2)).status()).isEqualTo(408);
        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    void aReInviteThatCannotBeSentIsRefusedAndTheCallGoesOn() {
        call.talking().on(call.fromCaller("INVITE", 2, HOLD));
        call.on(new CallInput.TransportFailed(call.sent(SipMethod.INVITE, 1).getLast().transaction(), "no route"));

        assertThat(last(caller(2)).status()).isEqualTo(500);
        assertThat(talking().exchange()).isEmpty();
    }

    @Test
    @Tag("TRAP-12")
    void aReInviteMeetsOursWith491() { // RFC 3261 §14.2, TRAP-12
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).forget().on(call.fromCallee("INVITE", 7, HELD));

        assertThat(last(callee(7)).status()).isEqualTo(491);
        assertThat(talking().exchange()).isPresent();
    }

    @Test
    @Tag("TRAP-12")
    void a491OfTheOtherSideIsPassedToTheOneThatAsked() { // §14.1: its timers, not ours
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).on(call.fromCallee("INVITE", 7, HELD));
        call.reinvited(1, 491, "");

        assertThat(last(caller(2)).status()).isEqualTo(491);
        assertThat(call.all(CallEffect.StartTimer.class)).extracting(CallEffect.StartTimer::timer)
                .containsOnly(CallTimer.NO_ANSWER);
        call.forget().on(call.fromCallee("INVITE", 8, HELD));
        assertThat(call.sent(SipMethod.INVITE, 0)).as("the way is free again").hasSize(1);
    }

    @Test
    void aSecondOfferOfTheSameSideIsToldToWait() { // RFC 3261 §14.2, RFC 3311 §5.2
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).on(call.fromCaller("UPDATE", 3, CallOnPaper.OFFER));

        assertThat(last(caller(3)).status()).isEqualTo(500);
        assertThat(last(caller(3)).headers().first(HeaderName.RETRY_AFTER)).hasValueSatisfying(
                seconds -> assertThat(Integer.parseInt(seconds)).isBetween(0, 10));
        assertThat(call.sent(SipMethod.INVITE, 1)).as("beside the first and the one under way").hasSize(2);
    }

    @Test
    void aReInviteOfTheCalledSideWaitsForTheCallersAck() { // RFC 3261 §14.1
        call.answered().forget().on(call.fromCallee("INVITE", 7, HELD));
        assertThat(last(callee(7)).status()).isEqualTo(491);

        call.on(call.ack("")).forget().on(call.fromCallee("INVITE", 8, HELD));
        assertThat(call.sent(SipMethod.INVITE, 0)).hasSize(1);
    }

    @Test
    @Tag("TSP-114")
    void anUpdateCrossesAsAReInviteAndIsAnsweredAtOnceWithItsAnswer() { // RFC 3311, TSP-114
        call.talking().forget().on(call.fromCaller("UPDATE", 2, HOLD));
        assertThat(call.sent(SipMethod.UPDATE, 1)).isEmpty();
        call.reinvited(1, 200, HELD);

        assertThat(last(caller(2)).cseq().method()).isEqualTo(SipMethod.UPDATE);
        assertThat(last(caller(2)).status()).isEqualTo(200);
        assertThat(sdp(last(caller(2)))).contains("a=inactive");
        assertThat(talking().exchange()).as("no ACK is due").isEmpty();
    }

    @Test
    @Tag("TRAP-13")
    void anUpdateWithoutAnOfferIsAnsweredHere() { // RFC 3311 §5.2, TRAP-13
        call.talking().forget().on(moved(call.fromCaller("UPDATE", 2)));

        assertThat(last(caller(2)).status()).isEqualTo(200);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
        assertThat(talking().caller().dialog().remoteTarget().text()).isEqualTo("sip:moved@10.0.0.9:5077");
    }

    @Test
    void anUpdateBeforeTheAnswerIsToldToWait() { // RFC 3311 §5.2
        call.invited().on(call.fromCaller("UPDATE", 2, CallOnPaper.OFFER));

        assertThat(last(caller(2)).status()).isEqualTo(500);
        assertThat(call.state).isInstanceOf(CallState.Inviting.class);
    }

    @Test
    void anOfferlessReInviteOfMicrosoftAsksTheCoreForOne() { // RFC 3261 §14.2, TRAP-16
        call.talking().forget().on(call.fromCallee("INVITE", 7));
        assertThat(lastInvite(0).hasBody()).isFalse();

        call.reinvited(0, 200, CallOnPaper.OFFER.replace("4000", "4444"));
        assertThat(call.all(CallEffect.SendAck.class)).as("it waits for the answer").isEmpty();
        assertThat(sdp(last(callee(7)))).contains("m=audio 20002");
        assertThat(call.events).hasSize(2).last().isInstanceOfSatisfying(CallEvent.SessionChanged.class, moved -> {
            assertThat(moved.media().caller().orElseThrow().rtpPort()).as("not agreed on yet").isEqualTo(4_000);
            assertThat(moved.caller().dialog().remoteTarget().text()).as("but its target moved").contains(":5090");
        });

        CallInput.RequestReceived ack = call.fromCallee("ACK", 7, CallOnPaper.ANSWER.replace("6000", "6666"));
        call.on(new CallInput.AckReceived(ack.request()));
        assertThat(call.all(CallEffect.SendAck.class)).singleElement().satisfies(paid -> {
            assertThat(paid.leg()).isZero();
            assertThat(sdp(paid.ack())).contains("m=audio 20000");
        });
        assertThat(call.events.getLast()).isInstanceOfSatisfying(CallEvent.SessionChanged.class,
                changed -> assertThat(changed.media().callee().orElseThrow().rtpPort()).isEqualTo(6_666));
        assertThat(call.all(CallEffect.Describe.class)).extracting(describe -> describe.order().rtpPort())
                .as("where either side wants its media now")
                .containsExactlyInAnyOrder(4_444, 6_666);
    }

    @Test
    void anOfferWithoutAudioIsRefusedHere() { // RFC 3261 §14.2
        call.talking().forget().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER.replace("m=audio", "m=video")));

        assertThat(last(caller(2)).status()).isEqualTo(488);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void aReInviteThatIsTakenBackIsTakenBackOnTheOtherSide() { // RFC 3261 §9.1
        call.talking().forget().on(call.fromCaller("INVITE", 2, HOLD));
        call.on(new CallInput.CancelReceived(caller(2), call.cancel().cancel()));

        assertThat(call.all(CallEffect.Cancel.class)).extracting(CallEffect.Cancel::leg).containsExactly(1);
        call.reinvited(1, 487, "");
        assertThat(last(caller(2)).status()).isEqualTo(487);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void aByeMeetsAReInviteAndBothSidesAreReleased() { // RFC 3261 §15.1.2
        call.talking().forget().on(call.fromCaller("INVITE", 2, HOLD)).on(call.fromCaller("BYE", 3));

        assertThat(last(caller(2)).status()).isEqualTo(487);
        assertThat(last(caller(3)).status()).isEqualTo(200);
        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(
                        bye -> assertThat(bye.request().cseq().number()).isEqualTo(3));
        call.reinvited(1, 487, "").on(call.byeAnswered(1));
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void aByeOfTheOtherSideMeetsAReInviteToo() {
        call.talking().forget().on(call.fromCaller("INVITE", 2, HOLD)).on(call.fromCallee("BYE", 7));

        assertThat(last(caller(2)).status()).isEqualTo(487);
        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
    }

    @Test
    void anAnswerThatCrossesTheByeIsAcknowledgedAndItsDialogGetsNoSecondBye() { // RFC 3261 §13.2.2.4, §15.1.1
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).on(call.fromCaller("BYE", 3));
        int byes = call.sent(SipMethod.BYE, 1).size();
        call.reinvited(1, 200, HELD);

        assertThat(call.all(CallEffect.SendAck.class).getLast().ack().cseq().number()).isEqualTo(2);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(byes);
    }

    @Test
    void aHeldCallIsStillHeldAfterItsNodeDied() { // README: an answered call outlives its node, in the state it was in
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).reinvited(1, 200, HELD.replace("6000", "6666"));
        CallState.Talking before = talking();
        String told = before.media().toldCallee().description();
        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed());

        assertThat(talking().media().numberedAs(before.media())).isEqualTo(before.media());
        assertThat(talking().media().hold()).isEqualTo(new Hold(true, false));
        assertThat(call.all(CallEffect.Describe.class)).extracting(describe -> describe.order().end(),
                describe -> describe.order().rtpPort())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(MediaEnd.CALLER, 4_000),
                        org.assertj.core.groups.Tuple.tuple(MediaEnd.CALLEE, 6_666));

        call.on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER));
        assertThat(lastInvite(1).cseq().number()).as("above what the dead process can have sent").isGreaterThan(2);
        assertThat(version(sdp(lastInvite(1)))).as("above what the dead process can have told")
                .isGreaterThan(version(told));
    }

    @Test
    void twoRestartsNumberOnAboveEachOther() { // RFC 3261 §12.2.1.1
        call.talking();
        CallState journaled = CallRules.apply(call.events.getLast());
        call.state = journaled;
        call.forget().on(new CallInput.Resumed());
        for (int i = 0; i < 90; i++) {
            call.on(call.fromCaller("INFO", 2 + i));
            CallEffect.SendRequest info = call.sent(SipMethod.INFO, 1).getLast();
            call.on(new CallInput.ResponseReceived(info.transaction(),
                    CallOnPaper.response(info.request(), 200, null, ""), info.flow()));
        }
        long last = talking().callee().dialog().localCSeq();
        call.state = journaled;
        call.passes(Duration.ofSeconds(1)).on(new CallInput.Resumed());
        assertThat(talking().callee().dialog().localCSeq()).isGreaterThan(last);
    }

    @Test
    void anAnswerThatCannotBeKeptIsNotPassedOn() {
        call.talking().on(call.fromCaller("INVITE", 2, HOLD));
        CallEffect.SendRequest ours = call.sent(SipMethod.INVITE, 1).getLast();
        CallInput answer = new CallInput.ResponseReceived(ours.transaction(),
                CallOnPaper.response(ours.request(), 200, null, HELD), CallOnPaper.MPS_FLOW);
        call.forget().on(new CallInput.JournalFailed("disk full", answer));

        assertThat(last(caller(2)).status()).isEqualTo(500);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(talking().media().hold()).isEqualTo(Hold.NONE);
    }

    @Test
    void showsWhoHolds() {
        call.talking().on(call.fromCaller("INVITE", 2, HOLD)).reinvited(1, 200, HELD);

        assertThat(CallViews.of(call.state, new Story(CallOnPaper.T0), Optional.empty())
                .orElseThrow()
                .media()
                .orElseThrow()
                .heldBy()).containsExactly("caller");
    }
}
