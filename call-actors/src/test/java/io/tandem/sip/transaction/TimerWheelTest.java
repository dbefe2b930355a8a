package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.route.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MILLI = 1_000_000;
    private static final long T0 = -5_000_000_007L; // the clock that nanos are from may well be negative

    private final TimerWheel wheel = new TimerWheel();
    private final List<Timer> fired = new ArrayList<>();

    private static Alarm alarm() {
        return new ClientTransaction(1, new ClientTransactionId("z9hG4bK", SipMethod.BYE), "",
                Texts.flowTo(Texts.CALLEE, Transport.UDP), Timing.of(TransactionSettings.DEFAULT, false),
                new NonInviteClientTransaction.Completed()).bounding;
    }

    private void advance(long nowNanos) {
        wheel.advance(nowNanos, alarm -> fired.add(alarm.timer));
    }

    @Test
    void firesNeverBeforeItsTimeAndAtMostOneGrainAfter() {
        wheel.start(alarm(), Timer.A, T0 + 500 * MILLI, T0);
        advance(T0 + 500 * MILLI - 1);
        assertThat(fired).isEmpty();
        long deadline = wheel.nextDeadlineNanos();
        assertThat(deadline).isBetween(T0 + 500 * MILLI, T0 + 510 * MILLI);
        advance(deadline);
        assertThat(fired).containsExactly(Timer.A);
        assertThat(wheel.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aStoppedAlarmIsSilentAndALaterStartReplacesAnEarlier() {
        Alarm stopped = alarm();
        wheel.start(stopped, Timer.A, T0 + 100 * MILLI, T0);
        wheel.stop(stopped);
        wheel.stop(stopped);
        Alarm moved = alarm();
        wheel.start(moved, Timer.B, T0 + 100 * MILLI, T0);
        wheel.start(moved, Timer.D, T0 + 300 * MILLI, T0);
        advance(T0 + 200 * MILLI);
        assertThat(fired).isEmpty();
        advance(T0 + 310 * MILLI);
        assertThat(fired).containsExactly(Timer.D);
    }

    @Test
    void alarmsOfOneSlotAllFire() {
        for (int i = 0; i < 5; i++) {
            wheel.start(alarm(), Timer.A, T0 + 100 * MILLI, T0);
        }
        advance(T0 + 110 * MILLI);
        assertThat(fired).hasSize(5);
    }

    @Test
    void anAlarmMayStopOrRestartAnotherThatIsDueWithIt() {
        Alarm first = alarm();
        Alarm second = alarm();
        Alarm third = alarm();
        wheel.start(first, Timer.A, T0 + 100 * MILLI, T0);
        wheel.start(second, Timer.B, T0 + 200 * MILLI, T0);
        wheel.start(third, Timer.C, T0 + 200 * MILLI, T0);
        wheel.advance(T0 + 300 * MILLI, alarm -> {
            fired.add(alarm.timer);
            wheel.stop(second);
            wheel.start(third, Timer.D, T0 + 900 * MILLI, T0 + 300 * MILLI);
        });
        assertThat(fired).containsExactly(Timer.A);
        advance(T0 + 910 * MILLI);
        assertThat(fired).containsExactly(Timer.A, Timer.D);
    }

    @Test
    void whatLiesBeyondOneTurnWaitsForItsTurn() {
        wheel.start(alarm(), Timer.C, T0 + 300_000 * MILLI, T0);
        long now = T0;
        while (fired.isEmpty()) {
            now = wheel.nextDeadlineNanos();
            advance(now);
        }
        assertThat(now).isBetween(T0 + 300_000 * MILLI, T0 + 300_010 * MILLI);
    }

    @Test
    void aClockThatJumpsFarMissesNothing() {
        wheel.start(alarm(), Timer.A, T0 + 100 * MILLI, T0);
        wheel.start(alarm(), Timer.B, T0 + 100_000 * MILLI, T0);
        wheel.start(alarm(), Timer.C, T0 + 300_000 * MILLI, T0);
        advance(T0 + 200_000 * MILLI);
        assertThat(fired).containsExactlyInAnyOrder(Timer.A, Timer.B);
        advance(T0 + 300_010 * MILLI);
        assertThat(fired).contains(Timer.C);
    }

    @Test
    void aDeadlineInThePastFiresAtTheNextGrain() {
        wheel.start(alarm(), Timer.A, T0 - 100 * MILLI, T0);
        advance(T0 + 10 * MILLI);
        assertThat(fired).containsExactly(Timer.A);
    }
}
