package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.Silence;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call in which nobody sends media is ended; one in which one side does goes on and says so. */
@Tag("TSP-165")
class MediaInactivityTest {
    private static final Silence EVERYWHERE = new Silence.Everywhere(Duration.ofSeconds(30));
    private static final CallEffect WATCHED = new CallEffect.WatchMedia(true);
    private static final CallEffect RESTS = new CallEffect.WatchMedia(false);

    private final CallOnPaper call = new CallOnPaper();

    private void told(Silence silence) {
        call.on(new CallInput.MediaSilent(silence));
    }

    private CallState.Talking talking() {
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
        return (CallState.Talking) call.state;
    }

    @Test
    void aCallIsWatchedFromItsAnswerOn() {
        call.invited();
        assertThat(call.all(CallEffect.WatchMedia.class)).isEmpty();

        call.calleeSays(200, CallOnPaper.ANSWER);

        assertThat(call.effects).containsOnlyOnce(WATCHED);
        call.on(call.ack("")).on(call.fromCaller("BYE", 2));
        assertThat(call.all(CallEffect.WatchMedia.class)).hasSize(1);
    }

    @Test
    void silenceOfBothSidesEndsTheCallOnBothAndSaysWhy() {
        call.talking().forget();

        told(EVERYWHERE);

        assertThat(call.state).isInstanceOf(CallState.Releasing.class);
        for (int leg = 0; leg < 2; leg++) {
            assertThat(call.sent(SipMethod.BYE, leg).getFirst().request().headers().values(HeaderName.REASON))
                    .containsExactly("Q.850;cause=102;text=\"no media for 30 s\"");
        }
        call.on(call.byeAnswered(0)).on(call.byeAnswered(1));
        assertThat(call.record().cause())
                .isEqualTo(new CallView.EndCause("gateway", 503, 102, "no media for 30 s"));
    }

    @Test
    void onHoldNobodyHasToSendAnything() {
        call.talking().forget().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n"));
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=recvonly\n").on(call.ack(2, ""));
        assertThat(talking().media().hold().byCaller()).isTrue();
        assertThat(call.all(CallEffect.WatchMedia.class)).containsExactly((CallEffect.WatchMedia) RESTS);

        told(EVERYWHERE);
        talking();

        call.forget().on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER));
        call.reinvited(1, 200, CallOnPaper.ANSWER).on(call.ack(3, ""));
        assertThat(call.all(CallEffect.WatchMedia.class)).as("and from the end of it on the time counts")
                .containsExactly((CallEffect.WatchMedia) WATCHED);
        told(EVERYWHERE);
        assertThat(call.state).isInstanceOf(CallState.Releasing.class);
    }

    /** TSP-165, design §4: nobody can have heard what came while no node had the call. */
    @Test
    void aCallThatComesBackIsWatchedAnewBehindItsMedia() {
        call.talking();
        call.state = CallRules.apply(call.events.getLast());

        call.forget().on(new CallInput.Resumed());

        assertThat(call.effects).containsOnlyOnce(WATCHED);
        assertThat(call.effects.indexOf(WATCHED))
                .isGreaterThan(call.effects.indexOf(call.all(CallEffect.OpenMedia.class).getFirst()));
    }

    @Test
    void oneThatComesBackOnHoldIsNot() {
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n"));
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=recvonly\n").on(call.ack(2, ""));
        call.state = CallRules.apply(call.events.getLast());

        call.forget().on(new CallInput.Resumed());

        assertThat(talking().media().hold().byCaller()).isTrue();
        assertThat(call.effects).doesNotContain(WATCHED);
    }

    @Test
    @Tag("F-140")
    void aCallForHelpIsNotEnded() {
        call.on(EmergencyCallTest.fromTeams("sip:911@192.0.2.1:5061", ""))
                .calleeSays(200, CallOnPaper.ANSWER)
                .on(call.ack(""));
        assertThat(talking().facts().emergency()).isTrue();

        told(EVERYWHERE);

        talking();
    }

    @Test
    @Tag("MET-15")
    void aSideThatIsSilentWhileTheOtherSpeaksIsToldOfAndRemembered() {
        call.talking().forget();

        told(new Silence.OneWay(MediaEnd.CALLER));

        assertThat(call.all(CallEffect.OneWay.class)).containsExactly(new CallEffect.OneWay("core", MediaEnd.CALLER));
        assertThat(call.all(CallEffect.Note.class))
                .containsExactly(new CallEffect.Note("one-way media: none comes from the caller"));
        assertThat(talking().facts().muted()).containsExactly(MediaEnd.CALLER);

        told(new Silence.Over(MediaEnd.CALLER));
        assertThat(call.all(CallEffect.Note.class))
                .endsWith(new CallEffect.Note("media comes from the caller again"));
        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1));
        assertThat(call.record().facts().muted()).containsExactly(MediaEnd.CALLER);
    }

    @Test
    void whatIsToldOfACallThatIsBeingEndedChangesNothing() {
        call.talking().on(call.fromCaller("BYE", 2));
        CallState releasing = call.state;

        told(EVERYWHERE);

        assertThat(call.state).isEqualTo(releasing);
    }
}
