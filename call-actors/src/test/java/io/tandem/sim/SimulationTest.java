package io.tandem.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever peers, network and process do, the rules of {@link Witness} hold. {@code -Dtandem.sim.seeds=1000000} for the
 * long run, {@code -Dtandem.sim.seed=N} to see one.
 */
class SimulationTest {
    private static final int SEEDS_DEFAULT = 20_000;
    /** From here on the figures of a run say something. */
    private static final int SEEDS_MANY = 5_000;
    /** Of 10,000 seeds, half of what is usual. */
    private static final Exercised LEAST = new Exercised(0, 2_000, 2_000, 100, 40, 25, 1_200, 50,
            150, 15, 0, 0);
    private static final int PER_SEEDS = 10_000;
    private static final int LISTED = 30;
    private static final int DRAWN = 3;

    @Test
    void noSeedMakesACallThatBreaksARule() {
        Long one = Long.getLong("tandem.sim.seed");
        if (one != null) {
            World.Outcome outcome = World.run(one, true);
            System.out.println(outcome.ladder());
            assertThat(outcome.violations()).isEmpty();
            return;
        }
        long first = Long.getLong("tandem.sim.first", 0);
        long seeds = Long.getLong("tandem.sim.seeds", SEEDS_DEFAULT);
        long began = System.nanoTime();
        Tally tally = LongStream.range(first, first + seeds)
                .parallel()
                .mapToObj(seed -> Tally.of(World.run(seed, false)))
                .reduce(Tally.NONE, Tally::and);
        System.out.printf("simulation: %d seeds from %d in %.1f s: %s%n", seeds, first,
                (System.nanoTime() - began) / 1e9, tally.exercised() + ", " + tally.failed().size() + " seeds failed");
        assertThat(tally.failed()).as(() -> report(tally.failed())).isEmpty();
        if (seeds >= SEEDS_MANY) {
            assertExercised(tally.exercised(), seeds);
        }
    }

    private static void assertExercised(Exercised exercised, long seeds) {
        for (RecordComponent figure : Exercised.class.getRecordComponents()) {
            assertThat(figure(exercised, figure) * PER_SEEDS / seeds).as("%s of %d seeds", figure.getName(), PER_SEEDS)
                    .isGreaterThanOrEqualTo(figure(LEAST, figure));
        }
    }

    private static long figure(Exercised exercised, RecordComponent figure) {
        try {
            return (long) figure.getAccessor().invoke(exercised);
        } catch (ReflectiveOperationException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void theSameSeedIsTheSameRun() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(World.run(seed, true)).isEqualTo(World.run(seed, true));
        }
    }

    /** A call's actor goes with a write that is refused, the transactions of its node do not. */
    @Test
    void anInviteThatComesAgainAfterItsAnswerIsNotTakenForANewOne() {
        for (long seed : new long[]{48_921, 150_137, 407_834, 988_538}) {
            assertThat(World.run(seed, false).violations()).as("seed %d", seed).isEmpty();
        }
    }

    private static String report(List<Long> failed) {
        StringBuilder report = new StringBuilder(failed.size() + " seeds fail: " + failed + "\n");
        failed.stream()
                .limit(LISTED)
                .map(seed -> World.run(seed, false))
                .forEach(outcome -> report.append(outcome.seed() + ": " + outcome.violations() + "\n"));
        failed.stream()
                .limit(DRAWN)
                .map(seed -> World.run(seed, true))
                .forEach(outcome -> report.append("seed "
                        + outcome.seed() + ": " + outcome.violations() + "\n" + outcome.ladder()
                        + "again: mvn -B -pl call-actors -am test -Dtest=SimulationTest -Dtandem.sim.seed="
                        + outcome.seed()
                        + " -Dsurefire.failIfNoSpecifiedTests=false\n"));
        return report.toString();
    }

    /** Of many runs. */
    private record Tally(List<Long> failed, Exercised exercised) {
        static final Tally NONE = new Tally(List.of(), Exercised.NOTHING);

        static Tally of(World.Outcome outcome) {
            return new Tally(outcome.violations().isEmpty() ? List.of() : List.of(outcome.seed()),
                    outcome.exercised());
        }

        Tally and(Tally other) {
            List<Long> both = failed.isEmpty()
                    ? other.failed
                    : other.failed.isEmpty()
                            ? failed
                            : LongStream.concat(failed.stream().mapToLong(Long::longValue),
                                    other.failed.stream().mapToLong(Long::longValue)).boxed().toList();
            return new Tally(both, exercised.and(other.exercised));
        }
    }
}
