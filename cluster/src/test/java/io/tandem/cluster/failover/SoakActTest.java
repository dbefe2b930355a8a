package io.tandem.cluster.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SoakActTest {

    private static List<SoakAct> acts(long seed, boolean longFreezes) {
        Random random = new Random(seed);
        return Stream.generate(() -> SoakAct.draw(random, longFreezes)).limit(200).toList();
    }

    @Test
    void theSameSeedDrawsTheSameActsAndAllKindsAndNodesAreAmongThem() {
        List<SoakAct> acts = acts(1, true);

        assertThat(acts(1, true)).isEqualTo(acts);
        assertThat(acts(2, true)).isNotEqualTo(acts);
        assertThat(acts).extracting(SoakAct::kind).containsAll(EnumSet.allOf(SoakAct.Kind.class));
        assertThat(acts).extracting(SoakAct::node).containsOnly(0, 1, 2);
    }

    @Test
    void whereAnAddressCannotMoveANodeIsFrozenForLessThanItTakesToBeFoundDead() {
        assertThat(acts(1, false)).filteredOn(act -> act.kind() == SoakAct.Kind.FREEZE)
                .isNotEmpty()
                .allSatisfy(act -> assertThat(act.pause()).isLessThan(Duration.ofSeconds(2)));
    }
}
