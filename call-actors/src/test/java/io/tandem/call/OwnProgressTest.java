package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Microsoft re-routes a call that hears nothing for 10 s: it hears from us before that (TSP-122). */
@Tag("TSP-122")
class OwnProgressTest {
    private final CallOnPaper call = new CallOnPaper();

    private CallOnPaper fromMicrosoft() {
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", CallOnPaper.OFFER);
        return call
                .on(new CallInput.InviteReceived(invite.transaction(), invite.invite(), CallOnPaper.MPS_FLOW, "teams",
                        "mps-1"));
    }

    @Test
    void countsFromTheInviteOfACallerOnTheMicrosoftSideOnly() {
        fromMicrosoft();
        assertThat(call.all(CallEffect.StartTimer.class)).anySatisfy(start -> {
            assertThat(start.timer()).isEqualTo(CallTimer.PROGRESS);
            assertThat(start.delay()).isGreaterThan(Duration.ofMillis(7_900)).isLessThan(Duration.ofSeconds(8));
        });

        CallOnPaper fromCore = new CallOnPaper().invited();
        assertThat(fromCore.all(CallEffect.StartTimer.class)).extracting(CallEffect.StartTimer::timer)
                .containsExactly(CallTimer.NO_ANSWER);
    }

    @Test
    void tells183WithoutADescriptionWhichIsNoRingingYet() {
        fromMicrosoft().forget().on(new CallInput.TimerExpired(CallTimer.PROGRESS));

        SipResponse progress = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(progress.status()).isEqualTo(183);
        assertThat(progress.hasBody()).isFalse();
        assertThat(progress.toTag()).contains(CallOnPaper.ID.tag(0));
        assertThat(call.all(CallEffect.Reached.class)).isEmpty();

        call.calleeSays(180, "");
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(180);
        assertThat(call.all(CallEffect.Reached.class)).extracting(CallEffect.Reached::milestone)
                .containsExactly(Milestone.RINGING);
    }

    @Test
    void saysNothingOnceTheCalledSideHasSpoken() {
        fromMicrosoft().calleeSays(180, "");
        assertThat(call.all(CallEffect.StopTimer.class)).extracting(CallEffect.StopTimer::timer)
                .containsExactly(CallTimer.PROGRESS);

        call.forget().on(new CallInput.TimerExpired(CallTimer.PROGRESS));
        assertThat(call.effects).isEmpty();
    }
}
