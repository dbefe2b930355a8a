package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.SessionStats;
import io.tandem.media.session.SessionStats.EndStats;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call in which nobody sends media is ended; one in which one side does goes on and says so. */
@Tag("TSP-165")
class MediaInactivityTest {
    private static final int LOOKS_IN_30_S = 12;
    private static final int LOOKS_IN_10_S = 4;

    private final CallOnPaper call = new CallOnPaper();
    private long callerPackets;
    private long calleePackets;
    private long calleeReports;

    /** The timer runs out, and this is what is found. */
    private void look() {
        call.on(new CallInput.TimerExpired(CallTimer.MEDIA));
        assertThat(call.all(CallEffect.LookAtMedia.class)).isNotEmpty();
        call.on(new CallInput.MediaSeen(Optional.of(new SessionStats(end(callerPackets, 0),
                end(calleePackets, calleeReports)))));
    }

    private static EndStats end(long packets, long reports) {
        return new EndStats("", "", true, packets, 0, 0, 0, 0, 0, 0, 0, reports, 0);
    }

    private void looks(int times) {
        for (int i = 0; i < times; i++) {
            look();
        }
    }

    private CallState.Talking talking() {
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
        return (CallState.Talking) call.state;
    }

    private List<CallEffect.StartTimer> mediaTimers() {
        return call.all(CallEffect.StartTimer.class).stream().filter(set -> set.timer() == CallTimer.MEDIA).toList();
    }

    @Test
    void anAnsweredCallIsLookedAtFourTimesInTheShorterOfTheLimits() {
        call.invited();
        assertThat(mediaTimers()).isEmpty();

        call.calleeSays(200, CallOnPaper.ANSWER);

        assertThat(mediaTimers()).containsExactly(
                new CallEffect.StartTimer(CallTimer.MEDIA, Duration.ofMillis(2_500)));
    }

    @Test
    void thirtySecondsWithoutMediaOfAnybodyEndTheCallOnBothSidesAndSayWhy() {
        call.talking();
        callerPackets = 50;
        calleePackets = 50;
        looks(1 + LOOKS_IN_30_S - 1);
        talking();

        call.forget();
        look();

        assertThat(call.state).isInstanceOf(CallState.Releasing.class);
        for (int leg = 0; leg < 2; leg++) {
            assertThat(call.sent(SipMethod.BYE, leg).getFirst().request().headers().values(HeaderName.REASON))
                    .containsExactly("Q.850;cause=102;text=\"no media for 30 s\"");
        }
        assertThat(call.all(CallEffect.StopTimer.class)).contains(new CallEffect.StopTimer(CallTimer.MEDIA));
        call.on(call.byeAnswered(0)).on(call.byeAnswered(1));
        assertThat(call.record().cause())
                .isEqualTo(new CallView.EndCause("gateway", 503, 102, "no media for 30 s"));
    }

    @Test
    void theMediaOfOneSideKeepsTheCall() {
        call.talking();
        for (int i = 0; i < 3 * LOOKS_IN_30_S; i++) {
            calleePackets++;
            look();
        }
        talking();
    }

    /** Silence that is suppressed leaves reports. */
    @Test
    void theReportsOfOneSideKeepTheCall() {
        call.talking();
        for (int i = 0; i < 3 * LOOKS_IN_30_S; i++) {
            calleeReports += i % 2;
            look();
        }
        talking();
    }

    @Test
    void onHoldNobodyHasToSendAnything() {
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n"));
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=recvonly\n").on(call.ack(2, ""));
        assertThat(talking().media().hold().byCaller()).isTrue();
        looks(3 * LOOKS_IN_30_S);
        talking();

        call.on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER));
        call.reinvited(1, 200, CallOnPaper.ANSWER).on(call.ack(3, ""));
        looks(LOOKS_IN_30_S - 1);
        talking();
        look();
        assertThat(call.state).as("and from the end of it on the time counts").isInstanceOf(CallState.Releasing.class);
    }

    /** TSP-165, design §4: nobody can have heard what came while no node had the call. */
    @Test
    void aCallThatComesBackBeginsAnew() {
        call.talking();
        looks(LOOKS_IN_30_S - 1);

        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed());

        assertThat(mediaTimers()).hasSize(1);
        looks(LOOKS_IN_30_S - 1);
        talking();
        look();
        assertThat(call.state).isInstanceOf(CallState.Releasing.class);
    }

    @Test
    void whereThereIsNoSessionToLookAtNothingIsKnown() {
        call.talking();
        for (int i = 0; i < 2 * LOOKS_IN_30_S; i++) {
            call.on(new CallInput.MediaSeen(Optional.empty()));
        }
        talking();
    }

    @Test
    @Tag("F-140")
    void aCallForHelpIsNotEnded() {
        call.on(EmergencyCallTest.fromTeams("sip:911@192.0.2.1:5061", ""))
                .calleeSays(200, CallOnPaper.ANSWER)
                .on(call.ack(""));
        assertThat(talking().facts().emergency()).isTrue();

        looks(3 * LOOKS_IN_30_S);

        talking();
    }

    @Test
    @Tag("MET-15")
    void aSideThatIsSilentWhileTheOtherSpeaksIsToldOfOnceAndRemembered() {
        call.talking().forget();
        for (int i = 0; i < LOOKS_IN_10_S - 1; i++) {
            calleePackets++;
            look();
        }
        assertThat(call.all(CallEffect.OneWay.class)).isEmpty();

        for (int i = 0; i < LOOKS_IN_30_S; i++) {
            calleePackets++;
            look();
        }

        assertThat(call.all(CallEffect.OneWay.class)).containsExactly(new CallEffect.OneWay("core", MediaEnd.CALLER));
        assertThat(call.all(CallEffect.Note.class))
                .containsExactly(new CallEffect.Note("one-way media: none comes from the caller"));
        assertThat(talking().facts().muted()).containsExactly(MediaEnd.CALLER);

        callerPackets++;
        look();
        assertThat(call.all(CallEffect.Note.class))
                .endsWith(new CallEffect.Note("media comes from the caller again"));
        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1));
        assertThat(call.record().facts().muted()).containsExactly(MediaEnd.CALLER);
    }

    @Test
    void theTwoLimitsCanBeOffAlone() {
        MediaLimits onlyOneWay = new MediaLimits(Duration.ZERO, Duration.ofSeconds(8));
        assertThat(onlyOneWay.look()).isEqualTo(Duration.ofSeconds(2));
        assertThat(onlyOneWay.isInactive(1_000)).isFalse();
        assertThat(onlyOneWay.isOneWay(4)).isTrue();

        MediaLimits onlyInactive = new MediaLimits(Duration.ofSeconds(30), Duration.ZERO);
        assertThat(onlyInactive.look()).isEqualTo(Duration.ofMillis(7_500));
        assertThat(onlyInactive.isInactive(3)).isFalse();
        assertThat(onlyInactive.isInactive(4)).isTrue();
        assertThat(onlyInactive.isOneWay(1_000)).isFalse();

        assertThat(MediaLimits.NONE.watches()).isFalse();
    }
}
