package io.tandem.ops.lab;

import io.tandem.ops.lab.audio.Mouth;
import java.util.ArrayList;
import java.util.List;

/**
 * When calls speak: every 20 ms, each on one of four beats, so that many calls cost few wake-ups and one entry of the clock a
 * beat. For the agent's thread.
 *
 * @param <C> what speaks
 */
final class Beats<C> {
    private static final long FRAME_NANOS = Mouth.FRAME_MILLIS * 1_000_000L;
    private static final long BEAT_NANOS = 5_000_000;

    private final Clockwork clock;
    private final Speaker<C> speaker;
    private final List<List<Speaking<C>>> beats = new ArrayList<>();

    /** Lets one call speak. */
    @FunctionalInterface
    interface Speaker<C> {

        /**
         * @param dueNanos when it should, by {@link System#nanoTime}
         * @return false when it will not speak again
         */
        boolean speak(C call, long dueNanos);
    }

    private record Speaking<C>(C call, long fromNanos) {}

    Beats(Clockwork clock, Speaker<C> speaker) {
        this.clock = clock;
        this.speaker = speaker;
        for (long at = 0; at < FRAME_NANOS; at += BEAT_NANOS) {
            beats.add(new ArrayList<>());
        }
    }

    /** The call speaks now, and every 20 ms; the first gap is a little short, the others are even. */
    void add(C call, long nowNanos) {
        if (!speaker.speak(call, nowNanos)) {
            return;
        }
        long next = nowNanos + FRAME_NANOS;
        long onBeat = next - Math.floorMod(next, BEAT_NANOS);
        List<Speaking<C>> beat = beats.get((int) (Math.floorMod(onBeat, FRAME_NANOS) / BEAT_NANOS));
        beat.add(new Speaking<>(call, onBeat));
        if (beat.size() == 1) {
            clock.at(onBeat, () -> all(beat, onBeat));
        }
    }

    private void all(List<Speaking<C>> beat, long dueNanos) {
        beat.removeIf(each -> dueNanos - each.fromNanos() >= 0 // else the clock is behind, and it has come since
                && !speaker.speak(each.call(), dueNanos));
        if (!beat.isEmpty()) {
            long next = dueNanos + FRAME_NANOS;
            clock.at(next, () -> all(beat, next));
        }
    }
}
