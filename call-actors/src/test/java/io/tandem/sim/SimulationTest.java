package io.tandem.sim;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final int SEEDS_MANY = 1_000;
    /** Half of what is usual: of 100 seeds 41 make a call that is answered, and 20 sessions are changed. */
    private static final double ANSWERED_LEAST = 0.2;
    private static final double CHANGED_LEAST = 0.1;
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
                (System.nanoTime() - began) / 1e9, tally.figures());
        assertThat(tally.failed()).as(() -> report(tally.failed())).isEmpty();
        if (seeds >= SEEDS_MANY) {
            assertThat((double) tally.answered()).as("calls answered").isGreaterThan(ANSWERED_LEAST * seeds);
            assertThat((double) tally.changed()).as("sessions changed").isGreaterThan(CHANGED_LEAST * seeds);
        }
    }

    @Test
    void theSameSeedIsTheSameRun() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(World.run(seed, true)).isEqualTo(World.run(seed, true));
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
    private record Tally(List<Long> failed, long calls, long answered, long changed, long transferred,
            long endedByHand, long steps) {
        static final Tally NONE = new Tally(List.of(), 0, 0, 0, 0, 0, 0);

        static Tally of(World.Outcome outcome) {
            return new Tally(outcome.violations().isEmpty() ? List.of() : List.of(outcome.seed()), outcome.calls(),
                    outcome.answered(), outcome.changed(), outcome.transferred(), outcome.endedByHand(),
                    outcome.steps());
        }

        Tally and(Tally other) {
            List<Long> both = failed.isEmpty()
                    ? other.failed
                    : other.failed.isEmpty()
                            ? failed
                            : LongStream.concat(failed.stream().mapToLong(Long::longValue),
                                    other.failed.stream().mapToLong(Long::longValue)).boxed().toList();
            return new Tally(both, calls + other.calls, answered + other.answered, changed + other.changed,
                    transferred + other.transferred,
                    endedByHand + other.endedByHand,
                    steps + other.steps);
        }

        String figures() {
            return calls + " calls, " + answered + " answered, " + changed + " sessions changed, "
                    + transferred + " sides replaced, " + endedByHand
                    + " unacknowledged, resumed and ended by hand, "
                    + steps + " steps, " + failed.size() + " seeds failed";
        }
    }
}
