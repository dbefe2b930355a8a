package io.tandem.call;

import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.CORE;
import static io.tandem.call.CallOnPaper.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallView.EndCause;
import io.tandem.call.actor.CallEventSerializer;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.port.CallId;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A phone of the core's has called two of Microsoft's parties and joins them (RFC 5589 §7). Neither can be asked to replace
 * anything (TSP-113), so both calls stay, each as a side of the other. Two calls on paper, and a carrier between them.
 */
class JoinedCallsTest {
    private static final CallId OTHER = new CallId("31abcdefghij89abcdef");
    private static final CallId THIRD = new CallId("42abcdefghij89abcdef");
    private static final int PHONE = 0;
    private static final int PARTY = 1;
    /** The leg that stands in the phone's place. */
    private static final int JOINED = 2;
    private static final String PARTY_ANSWER = ANSWER.replace("6000", "6400");

    private final CallOnPaper first = new CallOnPaper().talking();
    private final CallOnPaper second = another(OTHER);
    private final CallOnPaper third = another(THIRD);

    private static CallOnPaper another(CallId id) {
        CallOnPaper call = new CallOnPaper(id, CORE, TEAMS);
        call.media = new OpenResult.Opened(new LocalMedia("192.0.2.1", 21_000), new LocalMedia("192.0.2.1", 21_002));
        return call.talking();
    }

    @Test
    @Tag("TSP-113")
    @Tag("TSP-149")
    void microsoftGetsNothingButAnOfferInTheDialogThatItHasFromThePortThatItKnows() {
        referred();

        assertThat(first.invites()).as("nobody is called").hasSize(1);
        SipRequest offered = second.sent(SipMethod.INVITE, PARTY).getLast().request();
        assertThat(offered.toTag()).hasValue("callee");
        assertThat(offered.headers().contains(HeaderName.REPLACES)).isFalse();
        assertThat(text(offered.body())).contains("m=audio 21002 ").contains("c=IN IP4 192.0.2.1");
        assertThat(second.sent(SipMethod.BYE, PHONE)).as("nobody leaves before it is taken").isEmpty();
    }

    @Test
    @Tag("TSP-113")
    @Tag("TSP-127")
    void bothPartiesTalkAndThePhoneIsOutOfBothCalls() {
        joined();

        assertThat(BlindTransferTest.answer(first).status()).isEqualTo(202);
        assertThat(notified(first).getLast()).isEqualTo("SIP/2.0 200 OK");
        assertThat(second.sent(SipMethod.BYE, PHONE)).hasSize(1);
        gone();
        heard();
        for (CallOnPaper call : List.of(first, second)) {
            CallState.Talking talking = talking(call);
            assertThat(talking.caller().number()).isEqualTo(JOINED);
            assertThat(talking.callee().number()).isEqualTo(PARTY);
            assertThat(talking.transfer()).isEmpty();
            assertThat(talking.exchange()).isEmpty();
            assertThat(talking.facts().transfers()).singleElement()
                    .extracting(Transferral::status, Transferral::to)
                    .containsExactly(200, "+441632960000");
        }
        assertThat(media(first)).as("from relay to relay").isEqualTo("192.0.2.1:21000");
        assertThat(media(second)).isEqualTo("192.0.2.1:20000");
    }

    @Test
    @Tag("TSP-127")
    void joinsTheOtherWayRoundToo() {
        second.on(secondRefers());
        carried();
        first.reinvited(PARTY, 200, PARTY_ANSWER);
        carried();

        assertThat(talking(first).caller().number()).isEqualTo(JOINED);
        assertThat(talking(second).caller().number()).isEqualTo(JOINED);
    }

    @Test
    void whatOneDoesCrossesBothCalls() { // RFC 3264 §8.4
        joined();
        heard();

        second.on(second.fromCallee("INVITE", 21, PARTY_ANSWER + "a=inactive\n"));
        carried();
        assertThat(text(first.sentLast(SipMethod.INVITE, PARTY).request().body())).contains("a=inactive");
        first.reinvited(PARTY, 200, ANSWER + "a=inactive\n");
        carried();

        assertThat(second.responses(second.asked().getLast())).extracting(SipResponse::status).containsExactly(200);
        second.on(new CallInput.AckReceived(second.fromCallee("ACK", 21).request()));
        first.on(first.fromCallee("INFO", 31));
        carried();
        assertThat(second.sent(SipMethod.INFO, PARTY)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsBothCallsWithARecordEachWhenOneHangsUp(boolean ofFirst) {
        joined();
        gone();
        CallOnPaper near = ofFirst ? first : second;
        CallOnPaper far = ofFirst ? second : first;

        near.on(near.fromCallee("BYE", 41));
        carried();
        assertThat(far.sent(SipMethod.BYE, PARTY)).hasSize(1);
        far.on(far.byeAnswered(PARTY));
        carried();

        assertThat(near.record().cause()).extracting(EndCause::side, EndCause::status).containsExactly("callee", 200);
        assertThat(far.record().cause()).extracting(EndCause::side, EndCause::status).containsExactly("caller", 200);
        for (CallOnPaper call : List.of(near, far)) {
            assertThat(call.record().answeredAt()).as("TRAP-40: the clock of the call that it was")
                    .isEqualTo(answeredAt(call));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {488, 491, 500})
    void keepsBothCallsWhenThePartyDoesNotTakeTheOffer(int status) {
        referred();
        second.reinvited(PARTY, status, "");
        carried();

        assertBothGoOn(status == 500 ? 488 : status);
    }

    @Test
    void tellsThePartyItsOldSessionAgainWhenTheOtherHangsUpMeanwhile() {
        referred();
        first.on(first.fromCallee("BYE", 41));
        carried();
        second.forget().reinvited(PARTY, 200, PARTY_ANSWER);
        carried();

        assertThat(notified(first).getLast()).startsWith("SIP/2.0 487");
        assertThat(first.state).isInstanceOf(CallState.Releasing.class);
        assertThat(second.sent(SipMethod.INVITE, PARTY)).hasSize(1);
        assertThat(talking(second).caller().number()).isEqualTo(PHONE);
        assertThat(talking(second).transfer()).isEmpty();
    }

    @Test
    void endsThePartyThatHasJustTakenTheOneWhoHungUp() { // RFC 3261 §13.2.2.4
        referred();
        second.reinvited(PARTY, 200, PARTY_ANSWER);
        first.on(first.fromCallee("BYE", 41));
        carried();

        assertThat(second.sent(SipMethod.BYE, PARTY)).hasSize(1);
        second.on(second.byeAnswered(PARTY));
        assertThat(second.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void keepsTheFirstCallWhenThePartyHangsUpMeanwhile() {
        referred();
        second.on(second.fromCallee("BYE", 41));
        carried();

        assertThat(second.state).isInstanceOf(CallState.Releasing.class);
        assertThat(status(first)).isEqualTo(481);
        assertThat(talking(first).caller().number()).isEqualTo(PHONE);
        assertThat(talking(first).transfer()).isEmpty();
    }

    @Test
    void keepsBothCallsWhenEachIsToJoinTheOther() {
        first.on(BlindTransferTest.referFromCaller(to(OTHER)));
        second.on(secondRefers());
        carried();

        assertBothGoOn(491);
        assertThat(status(second)).isEqualTo(491);
    }

    @Test
    void isJoinedAllTheSameWhenTheOtherIsReferredOnceItHasSaidYes() {
        first.on(BlindTransferTest.referFromCaller(to(OTHER)));
        second.on(first.toOthers.poll().input());
        second.on(secondRefers());
        carried();
        second.reinvited(PARTY, 200, PARTY_ANSWER);
        carried();

        assertThat(BlindTransferTest.answer(second).status()).isEqualTo(491);
        assertThat(talking(first).caller().number()).isEqualTo(JOINED);
        assertThat(talking(second).caller().number()).isEqualTo(JOINED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("TRAP-20")
    void joinsThemWhenThePhoneHangsUpTheSecondCallAsSoonAsItsReferIsAccepted(boolean beforeThePartyIsAsked) {
        first.on(BlindTransferTest.referFromCaller(to(OTHER)));
        second.on(first.toOthers.poll().input());
        if (beforeThePartyIsAsked) {
            second.on(second.fromCaller("BYE", 2));
            carried();
        } else {
            carried();
            second.on(second.fromCaller("BYE", 2));
        }
        assertThat(second.sent(SipMethod.BYE, PARTY)).isEmpty();
        second.reinvited(PARTY, 200, PARTY_ANSWER);
        carried();

        assertThat(second.sent(SipMethod.BYE, PHONE)).as("it has gone itself").isEmpty();
        assertThat(talking(second).caller().number()).isEqualTo(JOINED);
        assertThat(talking(second).transfer()).isEmpty();
        assertThat(talking(first).caller().number()).isEqualTo(JOINED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNobodyAloneWhenThePhoneHasHungUpAndThePartyIsNotJoined(boolean refused) {
        referred();
        second.on(second.fromCaller("BYE", 2));
        if (!refused) {
            first.on(first.fromCallee("BYE", 41)); // its INVITE is taken back
            carried();
        }
        second.reinvited(PARTY, refused ? 488 : 200, refused ? "" : PARTY_ANSWER);
        carried();

        assertThat(second.sent(SipMethod.BYE, PARTY)).hasSize(1);
        second.on(second.byeAnswered(PARTY));
        assertThat(second.record().cause().side()).isEqualTo("caller");
        if (refused) {
            assertThat(status(first)).isEqualTo(488);
            assertThat(talking(first).caller().number()).as("the phone has this call still").isEqualTo(PHONE);
        }
    }

    @Test
    void takesTheNextCallInThePlaceOfTheOneBetween() { // so calls do not pile up between two parties
        joined();
        gone();
        heard();
        third.on(referred(third.fromCallee("REFER", 61), toParty(CallOnPaper.ID)));
        carried();
        second.reinvited(PARTY, 200, PARTY_ANSWER);
        carried();

        assertThat(talking(third).callee()).satisfies(leg -> {
            assertThat(leg.number()).isEqualTo(JOINED);
            assertThat(leg.path().peer()).isEqualTo(OTHER.value());
        });
        assertThat(talking(second).caller().path().peer()).isEqualTo(THIRD.value());
        assertThat(first.sent(SipMethod.BYE, PARTY)).hasSize(1);
        first.on(first.byeAnswered(PARTY));
        assertThat(first.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void isNotJoinedWithItself() {
        joined();
        gone();
        heard();
        first.on(referred(first.fromCallee("REFER", 61), toParty(OTHER)));
        carried();

        assertThat(status(first)).isEqualTo(491);
        assertThat(talking(first).transfer()).isEmpty();
        assertThat(talking(second).transfer()).isEmpty();
    }

    @Test
    void comesBackFromItsJournalAsItWas() {
        joined();
        gone();
        restarted(first);
        restarted(second);
        first.forget().on(new CallInput.TimerExpired(CallTimer.CHECK));
        second.forget().on(new CallInput.TimerExpired(CallTimer.CHECK));
        carried();

        assertThat(first.state).isInstanceOf(CallState.Talking.class);
        assertThat(second.state).isInstanceOf(CallState.Talking.class);
        second.on(second.fromCallee("BYE", 41));
        carried();
        assertThat(first.sent(SipMethod.BYE, PARTY)).hasSize(1);
    }

    @Test
    void endsTheOneHalfWhoseOtherHalfTheDeadNodeDidNotWriteDown() {
        referred();
        second.reinvited(PARTY, 200, PARTY_ANSWER);
        first.toOthers.clear();
        second.toOthers.clear();
        restarted(first);
        restarted(second);
        second.forget().on(new CallInput.TimerExpired(CallTimer.CHECK));
        carried();

        assertThat(second.sent(SipMethod.BYE, PARTY)).as("nobody is left alone in a call").hasSize(1);
        assertThat(talking(first).caller().number()).as("who talks goes on").isEqualTo(PHONE);
    }

    @Test
    void asksAnewWhoseAckHasNotCome() {
        referred();
        second.reinvited(PARTY, 200, PARTY_ANSWER);
        first.on(second.toOthers.removeLast().input());
        first.toOthers.clear(); // its ACK was on a node that died
        second.toOthers.clear();
        second.forget().on(new CallInput.TimerExpired(CallTimer.OTHER_CALL));
        carried();
        heard();
        carried();

        assertThat(talking(second).exchange()).isEmpty();
        assertThat(first.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void answersItselfWhatTheOtherCallLeavesUnanswered() {
        joined();
        gone();
        heard();
        first.forget().on(first.fromCallee("INVITE", 51, ANSWER + "a=sendonly\n"));
        first.toOthers.clear();
        first.on(new CallInput.TimerExpired(CallTimer.OTHER_CALL));

        assertThat(first.responses(first.asked().getLast())).extracting(SipResponse::status).containsExactly(500);
        assertThat(first.toOthers).as("it is told the old session again").hasSize(1);
        first.toOthers.clear();
        first.on(new CallInput.TimerExpired(CallTimer.OTHER_CALL));
        assertThat(first.toOthers).singleElement()
                .extracting(CallEffect.TellCall::input)
                .isInstanceOfSatisfying(CallInput.RequestReceived.class,
                        asked -> assertThat(asked.request().method()).isEqualTo(SipMethod.OPTIONS));
        second.state = new CallState.Idle();
        carried();
        assertThat(first.sent(SipMethod.BYE, PARTY)).as("the other call is no more").hasSize(1);
    }

    /** The phone asks in the first call for the party of the second; the question and the INVITE are carried. */
    private void referred() {
        first.on(BlindTransferTest.referFromCaller(to(OTHER)));
        carried();
    }

    /** The same REFER in the second call. */
    private CallInput.RequestReceived secondRefers() {
        return referred(second.fromCaller("REFER", 2), to(CallOnPaper.ID));
    }

    private static CallInput.RequestReceived referred(CallInput.RequestReceived bare, String to) {
        SipRequest refer = bare.request().toBuilder().add(HeaderName.REFER_TO, to).build();
        return new CallInput.RequestReceived(bare.transaction(), refer, bare.flow());
    }

    private void joined() {
        referred();
        second.reinvited(PARTY, 200, PARTY_ANSWER);
        carried();
    }

    /** The phone has hung up both calls. */
    private void gone() {
        first.on(first.fromCaller("BYE", 3));
        second.on(second.byeAnswered(PHONE));
    }

    /** Where a party was told of the other by an offer of ours it has taken it. */
    private void heard() {
        for (CallOnPaper call : List.of(first, second)) {
            if (talking(call).exchange().orElse(null) instanceof Exchange.Own own && own.leg() == PARTY) {
                call.reinvited(PARTY, 200, ANSWER);
            }
        }
        carried();
    }

    private void carried() {
        while (!first.toOthers.isEmpty() || !second.toOthers.isEmpty() || !third.toOthers.isEmpty()) {
            carry(first);
            carry(second);
            carry(third);
        }
    }

    private void carry(CallOnPaper from) {
        for (CallEffect.TellCall tell = from.toOthers.poll(); tell != null; tell = from.toOthers.poll()) {
            (tell.call().equals(OTHER) ? second : tell.call().equals(THIRD) ? third : first).on(tell.input());
        }
    }

    private static void restarted(CallOnPaper call) {
        call.state = CallRules.apply(stored(call.events.getLast()));
        call.media = new OpenResult.Refused(OpenResult.Reason.ALREADY_OPEN, "");
        call.on(new CallInput.Resumed());
    }

    /** As the journal gives it back. */
    private static CallEvent stored(CallEvent event) {
        CallEventSerializer serializer = new CallEventSerializer();
        try {
            return (CallEvent) serializer.fromBinary(serializer.toBinary(event), serializer.manifest(event));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void assertBothGoOn(int status) {
        assertThat(status(first)).isEqualTo(status);
        assertThat(notified(first).getLast()).startsWith("SIP/2.0 " + status);
        for (CallOnPaper call : List.of(first, second)) {
            assertThat(talking(call).caller().number()).isEqualTo(PHONE);
            assertThat(talking(call).transfer()).isEmpty();
            assertThat(call.all(CallEffect.SendRequest.class)).extracting(out -> out.request().method())
                    .doesNotContain(SipMethod.BYE);
        }
    }

    private static CallState.Talking talking(CallOnPaper call) {
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
        return (CallState.Talking) call.state;
    }

    private static Optional<Instant> answeredAt(CallOnPaper call) {
        return Optional.of(((CallEvent.CallAnswered) call.events.getFirst()).answeredAt());
    }

    private static int status(CallOnPaper call) {
        return talking(call).facts().transfers().getLast().status();
    }

    private static String media(CallOnPaper call) {
        return talking(call).media().remote(MediaEnd.CALLER).map(at -> at.address() + ":" + at.rtpPort()).orElseThrow();
    }

    private static List<String> notified(CallOnPaper call) {
        return call.sent(SipMethod.NOTIFY, PHONE)
                .stream()
                .map(notify -> text(notify.request().body()).strip())
                .toList();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The phone's dialog in that call, as the phone names it. */
    private static String to(CallId call) {
        return "<sip:+441632960111@192.0.2.1?Replaces=secret-topology%4010.0.0.9%3Bto-tag%3D" + call.tag(0)
                + "%3Bfrom-tag%3Dcaller>";
    }

    /** The dialog of the party that was called, as that names it. */
    private static String toParty(CallId call) {
        return "<sip:+441632960111@192.0.2.1?Replaces=" + call.tag(1) + "%3Bto-tag%3D" + call.tag(1)
                + "%3Bfrom-tag%3Dcallee>";
    }
}
