package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.leg.SessionTimer;
import io.tandem.port.TrunkSessions.Timer;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls on paper whose sessions have to be refreshed: RFC 4028, each leg for itself. */
@Tag("TSP-115")
class SessionTimerTest {
    private final CallOnPaper call = with(Timer.OFFER);

    private static CallOnPaper with(Timer timer) {
        return new CallOnPaper(CallOnPaper.timed(timer, CallOnPaper.CORE),
                CallOnPaper.timed(timer, CallOnPaper.TEAMS));
    }

    private static CallInput.InviteReceived invite(String... headers) {
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", CallOnPaper.OFFER);
        return new CallInput.InviteReceived(invite.transaction(), with(invite.invite(), headers), invite.flow(),
                invite.peerGroup(), invite.peer());
    }

    private static SipRequest with(SipRequest request, String... headers) {
        return CallOnPaper.parsed(new String(request.toBytes(), StandardCharsets.UTF_8).replaceFirst("\r\n\r\n",
                "\r\n" + String.join("\r\n", headers) + (headers.length == 0 ? "\r\n" : "\r\n\r\n")));
    }

    private static CallInput.RequestReceived with(CallInput.RequestReceived received, String... headers) {
        return new CallInput.RequestReceived(received.transaction(), with(received.request(), headers),
                received.flow());
    }

    private static String header(SipMessage message, HeaderName name) {
        return message.headers().firstOr(name, "");
    }

    private SipResponse answerToCaller() {
        return call.responses(CallOnPaper.INVITE_TX).getLast();
    }

    private SipResponse last(int cseqOfCaller) {
        return call.responses(new ServerTransactionId(1, 100 + cseqOfCaller)).getLast();
    }

    private SessionTimer timer(int leg) {
        return ((CallState.Talking) call.state).leg(leg).timer();
    }

    private SipRequest invite(int leg) {
        return call.sent(SipMethod.INVITE, leg).getLast().request();
    }

    /** The caller refreshes its session, the called side the one with it. */
    private CallOnPaper bothRefreshThemselves() {
        return call.on(invite("Supported: timer", "Session-Expires: 1800;refresher=uac"))
                .targetSays(1, 200, CallOnPaper.ANSWER, "Require: timer", "Session-Expires: 1800;refresher=uas")
                .on(call.ack(""));
    }

    private CallOnPaper sessionTimerAfter(long seconds) {
        return call.passes(Duration.ofSeconds(seconds)).forget().on(new CallInput.TimerExpired(CallTimer.SESSION));
    }

    @Test
    void theCalledSideIsAskedForATimer() { // RFC 4028 §7.1
        call.invited();

        assertThat(call.sentInvite().request().headers().all(HeaderName.SUPPORTED)).contains("timer");
        assertThat(header(call.sentInvite().request(), HeaderName.SESSION_EXPIRES)).isEqualTo("1800");
        assertThat(call.sentInvite().request().headers().contains(HeaderName.MIN_SE)).as("90 s is what is meant")
                .isFalse();
    }

    @Test
    void theCallerGetsTheTimerThatItAsksFor() { // §9
        call.on(invite("Supported: timer", "Session-Expires: 600;refresher=uas")).calleeSays(200, CallOnPaper.ANSWER);

        assertThat(header(answerToCaller(), HeaderName.SESSION_EXPIRES)).isEqualTo("600;refresher=uas");
        assertThat(answerToCaller().headers().contains(HeaderName.REQUIRE)).isFalse();
        assertThat(timer(0)).extracting(SessionTimer::seconds, SessionTimer::ours).containsExactly(600, true);
    }

    @Test
    void aCallerThatCanRefreshesItself() { // §9, table 2
        call.on(invite("Supported: timer", "Session-Expires: 600")).calleeSays(200, CallOnPaper.ANSWER);

        assertThat(header(answerToCaller(), HeaderName.SESSION_EXPIRES)).isEqualTo("600;refresher=uac");
        assertThat(header(answerToCaller(), HeaderName.REQUIRE)).isEqualTo("timer");
        assertThat(timer(0).ours()).isFalse();
    }

    @Test
    @Tag("F-33")
    void aPeerThatKnowsNoTimersIsRefreshedByUs() { // else a call whose peer has vanished would never end
        call.talking();

        assertThat(header(answerToCaller(), HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uas");
        assertThat(timer(0)).extracting(SessionTimer::seconds, SessionTimer::ours).containsExactly(1800, true);
        assertThat(timer(1)).extracting(SessionTimer::seconds, SessionTimer::ours).containsExactly(1800, true);
    }

    @Test
    void anIntervalThatIsTooLongIsShortened() { // §9
        call.on(invite("Supported: timer", "Session-Expires: 86400")).calleeSays(200, CallOnPaper.ANSWER);

        assertThat(header(answerToCaller(), HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uac");
    }

    @Test
    void anIntervalThatIsTooShortIsRefusedWithTheLeast() { // §9
        call.on(invite("Supported: timer", "Session-Expires: 60"));

        assertThat(answerToCaller().status()).isEqualTo(422);
        assertThat(header(answerToCaller(), HeaderName.MIN_SE)).isEqualTo("90");
    }

    @Test
    @Tag("TRAP-18")
    void inACallTooAndTheCallGoesOn() {
        bothRefreshThemselves().on(with(call.fromCaller("INVITE", 2, CallOnPaper.OFFER), "Supported: timer",
                "Session-Expires: 60")).on(with(call.fromCaller("UPDATE", 3), "Supported: timer", "x: 60"));

        assertThat(last(2).status()).isEqualTo(422);
        assertThat(last(3).status()).isEqualTo(422);
        assertThat(header(last(3), HeaderName.MIN_SE)).isEqualTo("90");
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void aTrunkThatOnlyAcceptsAsksForNothing() {
        CallOnPaper accepting = with(Timer.ACCEPT);
        accepting.talking();

        assertThat(accepting.sentInvite().request().headers().contains(HeaderName.SESSION_EXPIRES)).isFalse();
        assertThat(accepting.sentInvite().request().headers().all(HeaderName.SUPPORTED)).contains("timer");
        assertThat(accepting.all(CallEffect.StartTimer.class)).extracting(CallEffect.StartTimer::timer)
                .doesNotContain(CallTimer.SESSION);
    }

    @Test
    void aTrunkWithoutTimersSaysNothingOfThem() {
        CallOnPaper off = with(Timer.OFF);
        off.on(invite("Supported: timer", "Session-Expires: 60")).calleeSays(200, CallOnPaper.ANSWER);

        assertThat(off.responses(CallOnPaper.INVITE_TX).getLast().headers().contains(HeaderName.SESSION_EXPIRES))
                .isFalse();
        assertThat(off.sentInvite().request().headers().contains(HeaderName.SESSION_EXPIRES)).isFalse();
    }

    @Test
    void a422OfTheCalledSideIsFollowed() { // §7.3
        call.invited().targetSays(1, 422, "", "Min-SE: 3600");

        SipRequest again = call.invites().get(1).request();
        assertThat(header(again, HeaderName.SESSION_EXPIRES)).isEqualTo("3600");
        assertThat(header(again, HeaderName.MIN_SE)).isEqualTo("3600");
        call.targetSays(2, 200, CallOnPaper.ANSWER, "Session-Expires: 3600;refresher=uac");
        assertThat(timer(2).seconds()).isEqualTo(3_600);
    }

    @Test
    @Tag("TRAP-18")
    void a422InACallIsFollowedAndItsMinimumKept() { // §7.3
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER));
        call.reinvited(1, 422, "", "Min-SE: 3600");
        assertThat(call.responses(new ServerTransactionId(1, 102))).as("the caller waits").isEmpty();
        assertThat(header(invite(1), HeaderName.SESSION_EXPIRES)).isEqualTo("3600;refresher=uac");
        assertThat(header(invite(1), HeaderName.MIN_SE)).isEqualTo("3600");

        call.reinvited(1, 200, CallOnPaper.ANSWER, "Session-Expires: 3600;refresher=uac");
        assertThat(last(2).status()).isEqualTo(200);
        assertThat(timer(1)).extracting(SessionTimer::seconds, SessionTimer::least).containsExactly(3_600, 3_600);
    }

    @Test
    @Tag("TSP-114")
    @Tag("TRAP-17")
    void aSessionOfOursIsRefreshedAtHalfItsIntervalByTheSameDescription() { // §7.4, RFC 3264 §8
        call.talking();
        SipRequest first = call.sentInvite().request();
        sessionTimerAfter(900);

        assertThat(call.sent(SipMethod.UPDATE, 1)).isEmpty();
        assertThat(invite(0).body()).as("each leg has its own").isEqualTo(answerToCallerBefore());
        call.reinvited(0, 200, CallOnPaper.ANSWER.replace("10.0.0.8", "10.0.0.9").replace("6000", "4000"),
                "Session-Expires: 1800;refresher=uac");
        assertThat(invite(1).body()).isEqualTo(first.body());
        assertThat(header(invite(1), HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uac");
        int journaled = call.events.size();
        call.reinvited(1, 200, CallOnPaper.ANSWER, "Session-Expires: 1800;refresher=uac");
        assertThat(call.events).as("nothing has changed").hasSize(journaled);
        assertThat(timer(1).isDue(CallOnPaper.T0.plusSeconds(1_790))).isFalse();
        assertThat(timer(1).isDue(CallOnPaper.T0.plusSeconds(1_810))).isTrue();
    }

    private byte[] answerToCallerBefore() {
        return ((CallState.Talking) call.state).media().toldCaller().description().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void oneTimerServesBothLegs() {
        call.talking();
        assertThat(call.all(CallEffect.StartTimer.class)).filteredOn(start -> start.timer() == CallTimer.SESSION)
                .singleElement()
                .satisfies(
                        start -> assertThat(start.delay()).isBetween(Duration.ofSeconds(899), Duration.ofSeconds(900)));
    }

    @Test
    @Tag("TRAP-36")
    void aSideThatDoesNotRefreshHasGone() { // §10: 32 s before its interval is over
        bothRefreshThemselves();
        sessionTimerAfter(1_760);
        assertThat(call.sent(SipMethod.BYE, 0)).as("not before").isEmpty();
        sessionTimerAfter(10);

        assertThat(header(call.sent(SipMethod.BYE, 0).getFirst().request(), HeaderName.REASON)).contains("cause=102",
                "not refreshed");
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);
        call.on(call.byeAnswered(0)).on(call.byeAnswered(1));
        assertThat(call.record().cause().status()).isEqualTo(408);
    }

    @Test
    void aRefreshOfTheCallerServesBothLegsForItCrosses() { // by re-INVITE: it asks the other side too
        bothRefreshThemselves().passes(Duration.ofSeconds(1_000))
                .on(with(call.fromCaller("INVITE", 2, CallOnPaper.OFFER), "Supported: timer",
                        "Session-Expires: 1800;refresher=uac"))
                .reinvited(1, 200, CallOnPaper.ANSWER, "Session-Expires: 1800;refresher=uas");

        assertThat(header(invite(1), HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uas");
        assertThat(header(last(2), HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uac");
        assertThat(timer(0).isOver(CallOnPaper.T0.plusSeconds(2_700))).isFalse();
        assertThat(timer(1).isOver(CallOnPaper.T0.plusSeconds(2_700))).isFalse();
    }

    @Test
    void aRefreshByUpdateIsAnsweredHere() { // §7.4, RFC 3311
        bothRefreshThemselves().passes(Duration.ofSeconds(1_000))
                .forget()
                .on(with(call.fromCaller("UPDATE", 2), "Supported: timer", "Session-Expires: 1800;refresher=uac"));

        assertThat(header(last(2), HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uac");
        assertThat(call.sent(SipMethod.INVITE, 1)).isEmpty();
        assertThat(timer(0).isOver(CallOnPaper.T0.plusSeconds(2_700))).isFalse();
        assertThat(timer(1).isOver(CallOnPaper.T0.plusSeconds(2_700))).isTrue();
    }

    @Test
    void aRefreshThatIsRefusedIsTriedAgainUntilItIsTooLate() {
        call.invited()
                .targetSays(1, 200, CallOnPaper.ANSWER, "Session-Expires: 1800;refresher=uac")
                .on(call.ack(""));
        sessionTimerAfter(900);
        call.reinvited(0, 200, CallOnPaper.OFFER).reinvited(1, 488, "");
        int refused = 1;
        for (int i = 0; i < 20 && call.state instanceof CallState.Talking; i++) {
            List<CallEffect.StartTimer> timers = call.all(CallEffect.StartTimer.class);
            sessionTimerAfter(1 + timers.getLast().delay().toSeconds());
            if (!call.sent(SipMethod.INVITE, 1).isEmpty()) {
                call.reinvited(1, 488, "");
                refused++;
            }
        }

        assertThat(refused).isBetween(3, 10);
        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    void aSideThatKnowsNoTimersMayRefuseForItIsThere() { // to some, a re-INVITE is too much; the call is not ended for that
        call.talking();
        for (int seconds = 0; seconds < 7_200; seconds += 900) {
            sessionTimerAfter(900).reinvited(0, 488, "");
            call.reinvited(1, 501, "");
        }

        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void aSideThatDoesNotAnswerARefreshHasGone() { // §10
        call.talking();
        sessionTimerAfter(900).on(new CallInput.TransactionTimedOut(call.sent(SipMethod.INVITE, 0)
                .getFirst()
                .transaction()));

        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    void aTimerThatFiresTooEarlyIsSetAgain() {
        call.talking();
        sessionTimerAfter(100);

        assertThat(call.sent(SipMethod.INVITE, 0)).isEmpty();
        assertThat(call.all(CallEffect.StartTimer.class)).singleElement()
                .satisfies(
                        start -> assertThat(start.delay()).isBetween(Duration.ofSeconds(790), Duration.ofSeconds(800)));
    }

    @Test
    void theTimersOutliveTheNode() {
        bothRefreshThemselves().passes(Duration.ofSeconds(1_000));
        SessionTimer before = timer(0);
        call.state = CallRules.apply(call.events.getLast());
        assertThat(timer(0)).isEqualTo(before);

        call.forget().on(new CallInput.Resumed());
        assertThat(timer(0).isOver(CallOnPaper.T0.plusSeconds(2_700)))
                .as("a refresh is not journaled, so the peer gets a whole interval")
                .isFalse();
        assertThat(call.all(CallEffect.StartTimer.class)).extracting(CallEffect.StartTimer::timer)
                .contains(CallTimer.SESSION);
    }

    @Test
    void aRefreshOfOursThatMayHaveBeenDueWhileTheNodeWasDeadComesSoonButNotAtOnce() {
        call.talking().passes(Duration.ofSeconds(1_000));
        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed());

        assertThat(call.all(CallEffect.StartTimer.class)).filteredOn(start -> start.timer() == CallTimer.SESSION)
                .singleElement()
                .satisfies(
                        start -> assertThat(start.delay()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(31)));
    }

    @Test
    void readsWhatItWritesToTheJournal() {
        for (boolean ours : new boolean[]{true, false}) {
            SessionTimer timer = SessionTimer.agreed(1_801, ours, true, 120, CallOnPaper.T0);
            assertThat(SessionTimer.ending(1_801, ours, true, 120, timer.endsAt())).isEqualTo(timer);
        }
        assertThat(SessionTimer.ending(0, false, false, 0, 0)).isEqualTo(SessionTimer.NONE);
    }
}
