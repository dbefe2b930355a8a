package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.Attempt.Outcome;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which peer is asked when one cannot take the call (TSP-120 to 124, F-115, F-117; RFC 3261 §16.7). */
class HuntingTest {
    private static final Set<Integer> HUNTED = Set.of(408, 503, 504);

    private final CallOnPaper call = new CallOnPaper();

    @BeforeEach
    void threePeers() {
        call.peers = 3;
    }

    static IntStream refusals() {
        return IntStream.rangeClosed(300, 699);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Tag("F-115")
    @Tag("F-117")
    @Tag("TSP-120")
    @Tag("TSP-124")
    void goesToTheNextPeerOn408And503And504AndOnNothingElse(int status) { // TSP-124, F-115; 603: TSP-120
        call.invited().targetSays(1, status, "");

        if (HUNTED.contains(status)) {
            assertThat(call.invites()).hasSize(2);
            assertThat(finals()).isEmpty();
        } else {
            assertThat(call.invites()).hasSize(1);
            assertThat(finals()).containsExactly(status);
            assertThat(call.record().cause().side()).isEqualTo("callee");
        }
    }

    @Test
    @Tag("TSP-124")
    void goesToTheNextPeerWhenOneIsSilentOrCannotBeReached() {
        call.invited().targetIsSilent(1).targetIsUnreachable(2).targetSays(3, 200, CallOnPaper.ANSWER);

        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.callee().path().peer()).isEqualTo("mps-3");
            assertThat(talking.facts().failedAttempts()).extracting(Attempt::peer, Attempt::outcome)
                    .containsExactly(tuple("mps-1", Outcome.SILENT), tuple("mps-2", Outcome.UNREACHABLE));
        });
        assertThat(finals()).containsExactly(200);
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    @Test
    @Tag("TRAP-7")
    void givesEachAttemptALegADialogAndAnAddressOfItsOwn() { // TRAP-7, TRAP-8, TSP-60
        call.invited().targetSays(1, 503, "").targetSays(2, 503, "");

        for (int leg = 1; leg <= 3; leg++) {
            CallEffect.SendRequest invite = call.invites().get(leg - 1);
            assertThat(invite.leg()).isEqualTo(leg);
            assertThat(invite.request().requestUri().text()).isEqualTo(
                    "sip:+441632960000@127.0.0.1:" + (5079 + leg) + ";user=phone");
            assertThat(invite.flow().remote().getPort()).isEqualTo(5079 + leg);
            assertThat(invite.request().callId()).isEqualTo(CallOnPaper.ID.value() + "-" + leg);
            assertThat(invite.request().fromTag()).contains(CallOnPaper.ID.tag(leg));
            assertThat(new String(invite.request().body(), StandardCharsets.UTF_8)).contains("m=audio 20002 RTP/AVP");
        }
        assertThat(call.invites()).extracting(invite -> invite.transaction().branch()).doesNotHaveDuplicates();
        assertThat(call.all(CallEffect.OpenMedia.class)).hasSize(1);
        assertThat(call.all(CallEffect.CloseMedia.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", delimiter = '|', textBlock = """
            Retry-After: 7                  | 7
            Retry-After: 0                  | 1
            Retry-After: 18 (maintenance)   | 18
            Retry-After: 20;duration=3600   | 20
            Retry-After: 86400              | 300
            Retry-After: 99999999999999     | 300
            Retry-After: soon               | 1
            Subject: no Retry-After at all  | 1
            """)
    @Tag("TSP-121")
    void letsAPeerRestForAsLongAsIts503Asks(String header, int seconds) {
        call.invited().targetSays(1, 503, "", header);

        assertThat(call.all(CallEffect.RestTarget.class)).singleElement().satisfies(rest -> {
            assertThat(rest.target().peer()).isEqualTo("mps-1");
            assertThat(rest.howLong()).isEqualTo(Duration.ofSeconds(seconds));
        });
    }

    @Test
    void endsTheCallWhenItIsWeWhoHaveNoRoomForAnAttempt() {
        call.invited()
                .on(new CallInput.TransportFailed(call.invites().getFirst().transaction(), "too many transactions",
                        true));

        assertThat(finals()).containsExactly(503);
        assertThat(call.invites()).hasSize(1);
        assertThat(call.all(CallEffect.RestTarget.class)).isEmpty();
    }

    @Test
    void letsAPeerThatIsNotThereRestAndOneThatSays408Or504NotAtAll() {
        call.invited().targetIsSilent(1).targetSays(2, 504, "").targetSays(3, 408, "");

        assertThat(call.all(CallEffect.RestTarget.class)).extracting(rest -> rest.target().peer(),
                CallEffect.RestTarget::howLong).containsExactly(tuple("mps-1", HuntingRules.UNREACHABLE_REST));
    }

    @Test
    void passesTheBestFailureOnWhenAllPeersAreSpentWithItsRetryAfter() { // RFC 3261 §16.7 step 6
        call.invited().targetSays(1, 504, "").targetSays(2, 503, "", "Retry-After: 9").targetSays(3, 504, "");

        SipResponse last = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(last.status()).isEqualTo(503);
        assertThat(last.headers().first(HeaderName.RETRY_AFTER)).contains("9");
        assertThat(call.record().cause().side()).isEqualTo("callee");
        assertThat(call.record().facts().failedAttempts()).extracting(Attempt::status).containsExactly(504, 503, 504);
    }

    @Test
    @Tag("TRAP-29")
    void aRealFailureOutranksTheOnesThatWeMakeOurselves() {
        call.invited().targetIsSilent(1).targetSays(2, 504, "").targetIsUnreachable(3);

        assertThat(finals()).containsExactly(504);
    }

    @Test
    @Tag("TRAP-29")
    void speaksForItselfOnlyWhereNoPeerHasSpoken() { // TRAP-29: silence is 408, no way is 503
        call.invited().targetIsUnreachable(1).targetIsSilent(2).targetIsUnreachable(3);

        assertThat(finals()).containsExactly(408);
        assertThat(call.record().cause().side()).isEqualTo("gateway");
    }

    @Test
    void huntsOnAfterRingingInTheSameDialogTowardsTheCaller() {
        call.invited()
                .targetSays(1, 180, "")
                .targetSays(1, 503, "")
                .targetSays(2, 180, "")
                .targetSays(2, 200,
                        CallOnPaper.ANSWER);

        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status)
                .containsExactly(180, 180, 200);
        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::toTag)
                .containsOnly(Optional.of(CallOnPaper.ID.tag(0)));
    }

    @Test
    void doesNotHuntOnOnceTheCallerHasHeardEarlyMedia() { // RFC 3261 §13.2.1: the first answer is the answer
        call.invited().targetSays(1, 183, CallOnPaper.ANSWER).targetSays(1, 503, "");

        assertThat(call.invites()).hasSize(1);
        assertThat(finals()).containsExactly(503);
    }

    @Test
    @Tag("TRAP-28")
    void dropsWhatAnEarlierAttemptStillHasToSay() {
        call.invited().targetIsSilent(1).forget().targetSays(1, 180, "").targetSays(1, 486, "");

        assertThat(call.effects).isEmpty();
        assertThat(call.state).isInstanceOf(CallState.Inviting.class);
    }

    @Test
    @Tag("TRAP-3")
    void acknowledgesAndEndsAnAnswerOfAnAttemptThatWasGivenUp() {
        call.invited().targetIsSilent(1).forget().targetSays(1, 200, CallOnPaper.ANSWER);
        assertStrayEnded();
        assertThat(call.state).isInstanceOf(CallState.Inviting.class);

        call.targetSays(2, 200, CallOnPaper.ANSWER).forget().targetSays(1, 200, CallOnPaper.ANSWER);
        assertStrayEnded();
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    private void assertStrayEnded() {
        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .satisfies(ack -> assertThat(ack.leg()).isEqualTo(1));
        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(bye -> assertThat(bye.request().callId()).isEqualTo(CallOnPaper.ID.value() + "-1"));
    }

    @Test
    @Tag("TRAP-8")
    void triesNobodyElseOnceTheCallerHasGivenUp() {
        call.invited().targetSays(1, 503, "").on(call.cancel());
        assertThat(call.all(CallEffect.Cancel.class)).singleElement()
                .satisfies(cancel -> assertThat(cancel.invite()).isEqualTo(call.invites().getLast().transaction()));

        call.targetSays(2, 503, "");
        assertThat(call.invites()).hasSize(2);
        assertThat(finals()).containsExactly(487);
        call.record();
    }

    @Test
    void triesNobodyElseOnceWeHaveGivenUp() {
        for (CallInput end : List.of(new CallInput.TimerExpired(CallTimer.NO_ANSWER), new CallInput.HangUp("by hand"),
                new CallInput.Stopping("the node stops"))) {
            CallOnPaper other = new CallOnPaper();
            other.peers = 3;
            other.invited().targetSays(1, 503, "").on(end).targetIsSilent(2);
            assertThat(other.invites()).as(end.toString()).hasSize(2);
            other.record();
        }
    }

    @Test
    void startsTheNoAnswerTimerOnceForAllAttempts() {
        call.invited().targetSays(1, 503, "").targetSays(2, 503, "");

        assertThat(call.all(CallEffect.StartTimer.class)).extracting(CallEffect.StartTimer::timer)
                .containsExactly(CallTimer.NO_ANSWER);
    }

    @Test
    void triesNoMorePeersThanACallMay() {
        call.peers = 20;
        call.invited();
        for (int leg = 1; leg <= CallSettings.MAX_ATTEMPTS_DEFAULT; leg++) {
            call.targetSays(leg, 503, "");
        }

        assertThat(call.invites()).hasSize(CallSettings.MAX_ATTEMPTS_DEFAULT);
        assertThat(finals()).containsExactly(503);
    }

    @Test
    void refusesWith503WhenNoAddressOfTheTrunkIsKnown() {
        call.peers = 0;
        call.invited();

        assertThat(finals()).containsExactly(503);
        assertThat(call.record().cause().reason()).contains("no address").contains("teams");
        assertThat(call.all(CallEffect.OpenMedia.class)).isEmpty();
    }

    @Test
    void tellsTheTimelineWhoWasTriedAndWhatEachSaid() {
        call.invited().targetSays(1, 503, "").targetSays(2, 486, "");

        assertThat(call.all(CallEffect.Note.class)).extracting(CallEffect.Note::what)
                .anySatisfy(note -> assertThat(note).contains("peer mps-1 (then mps-2, mps-3)"))
                .anySatisfy(note -> assertThat(note).contains("mps-1: 503 Said so; next: mps-2 at 127.0.0.1:5081"));
        assertThat(call.all(CallEffect.Tried.class)).extracting(CallEffect.Tried::peerGroup,
                tried -> tried.attempt().peer(), tried -> tried.attempt().outcome())
                .containsExactly(tuple("teams", "mps-1", Outcome.UNAVAILABLE),
                        tuple("teams", "mps-2", Outcome.REFUSED));
    }

    private List<Integer> finals() {
        return call.responses(CallOnPaper.INVITE_TX)
                .stream()
                .filter(SipResponse::finalResponse)
                .map(SipResponse::status)
                .toList();
    }
}
