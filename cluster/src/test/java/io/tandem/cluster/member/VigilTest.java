package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.member.VigilWorld.Span;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Design §4: whoever is cut off or frozen has no right to its addresses any more before another can take them. */
class VigilTest {
    private static final int WORLDS = Integer.getInteger("tandem.vigil.worlds", 400);
    private static final long SETTLED = 3_000;
    private static final long OVER = 15_000;

    private final long seed = Long.getLong("tandem.vigil.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    private Span span(int longest) {
        long from = SETTLED + random.nextInt(500);
        return new Span(from, from + 1 + random.nextInt(longest));
    }

    @Test
    void aNodeThatIsDeclaredSilentHasNoLeaseThenAndNeverAgain() {
        int declared = 0;
        for (int i = 0; i < WORLDS; i++) {
            int count = 2 + random.nextInt(4);
            VigilWorld world = new VigilWorld(count, random);
            int cuts = random.nextInt(2 * count);
            for (int cut = 0; cut < cuts; cut++) {
                world.cut(random.nextInt(count), random.nextInt(count), span(8_000));
            }
            if (random.nextBoolean()) {
                world.freeze(random.nextInt(count), span(6_000));
            }
            world.run(OVER);
            assertThat(world.faults()).as("seed %d, world %d", seed, i).isEmpty();
            declared += world.verdicts().size();
        }
        assertThat(declared).as("what this is about has happened").isGreaterThan(WORLDS / 10);
    }

    @Test
    void aFrozenNodeIsDeclaredSilentInTwoAndAHalfSeconds() {
        for (int i = 0; i < WORLDS / 10; i++) {
            VigilWorld world = new VigilWorld(3, random);
            Span ice = new Span(SETTLED + random.nextInt(500), OVER);
            world.freeze(2, ice);
            world.run(OVER);
            assertThat(world.verdicts()).as("seed %d, world %d", seed, i).containsOnlyKeys(2);
            assertThat(world.verdicts().get(2) - ice.from()).isBetween(1_900L, 2_600L);
        }
    }

    @Test
    void aNodeThatIsCutOffIsDeclaredSilentByTheOthersAndDeclaresNobody() {
        for (int i = 0; i < WORLDS / 10; i++) {
            VigilWorld world = new VigilWorld(3, random);
            int alone = random.nextInt(3);
            Span cut = new Span(SETTLED + random.nextInt(500), OVER);
            for (int other = 0; other < 3; other++) {
                world.cut(alone, other, cut);
                world.cut(other, alone, cut);
            }
            world.run(OVER);
            assertThat(world.verdicts()).as("seed %d, world %d", seed, i).containsOnlyKeys(alone);
        }
    }

    /** Pauses of a second are no failure, and a node that was frozen itself does not take the others for silent. */
    @Test
    void nobodyIsDeclaredSilentForAPauseOfASecondOrByANodeThatWasFrozenItself() {
        for (int i = 0; i < WORLDS / 10; i++) {
            VigilWorld world = new VigilWorld(2 + random.nextInt(4), random);
            world.freeze(1, span(1_500));
            world.run(OVER);
            assertThat(world.verdicts()).as("seed %d, world %d", seed, i).isEmpty();
        }
        for (int i = 0; i < WORLDS / 10; i++) {
            VigilWorld world = new VigilWorld(2, random);
            long from = SETTLED + random.nextInt(500);
            world.freeze(0, new Span(from, from + 5_000)); // the one that goes on alone where two are apart
            world.run(OVER);
            assertThat(world.verdicts()).as("seed %d, world %d", seed, i).isEmpty();
        }
    }

    @Test
    void aNewMemberIsNotCalledSilentWhileItSettles() {
        VigilWorld world = new VigilWorld(3, random, Duration.ofMillis(SETTLED + 4_000));
        world.freeze(2, new Span(SETTLED, OVER));
        world.run(SETTLED + 3_900);
        assertThat(world.verdicts()).as("seed %d", seed).isEmpty();
        world.run(SETTLED + 4_500);
        assertThat(world.verdicts()).as("seed %d", seed).containsOnlyKeys(2);
    }

    /** Also where it had the lowest address, without which the other of two is no majority. */
    @Test
    void whoStaysKeepsItsLeaseWhenAnotherLeavesInOrder() {
        for (int i = 0; i < WORLDS / 10; i++) {
            VigilWorld world = new VigilWorld(2 + i % 2, random);
            Set<Integer> lapsed = world.lapsedAfter(1_000);
            world.leave(0, SETTLED);
            world.run(OVER);
            assertThat(lapsed).as("seed %d, world %d", seed, i).isEmpty();
            assertThat(world.verdicts()).as("seed %d, world %d", seed, i).isEmpty();
        }
    }

    @Test
    void aPathThatIsBrokenBetweenTwoOfThreeIsNobodysSilence() {
        for (int i = 0; i < WORLDS / 10; i++) {
            VigilWorld world = new VigilWorld(3, random);
            world.cut(0, 1, new Span(SETTLED, OVER));
            world.run(OVER);
            assertThat(world.verdicts()).as("seed %d, world %d", seed, i).isEmpty();
        }
    }
}
