package io.tandem.sim;

import java.util.List;
import java.util.SplittableRandom;

/** Chance, as a seed has it. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice of their own, so that one who throws more often leaves the others' throws as they are. */
    Dice split() {
        return new Dice(random.split());
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** From 0 to that number, without it. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Short times as often as long ones: what happens in the first milliseconds matters as much as what follows. */
    int millisUpTo(int most) {
        int bound = most;
        while (bound > 20 && chance(50)) {
            bound /= 4;
        }
        return random.nextInt(bound + 1);
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
