package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtherLeasesTest {
    private static final long LASTS = OtherLeases.LASTS_NANOS;

    private final OtherLeases<String> leases = new OtherLeases<>();
    private final long start = System.nanoTime();

    @Test
    void aNodeThatIsNoMemberAnyMoreMayActUntilItsLeaseIsSurelyOver() {
        leases.granted(List.of("a", "b"), _ -> start, start);
        leases.granted(List.of("a"), _ -> start + 100, start + 100);

        assertThat(LASTS).isGreaterThan(NodeLease.LASTS.toNanos());
        assertThat(leases.held(start + LASTS - 1)).containsExactlyInAnyOrder("a", "b");
        assertThat(leases.held(start + LASTS)).containsExactly("a");
    }

    @Test
    void oneThatWasGrantedNothingForLongerMayNotWhetherItIsAMemberOrNot() {
        leases.granted(List.of("b"), _ -> start - LASTS, start);
        assertThat(leases.held(start)).isEmpty();
        leases.granted(List.of(), _ -> start, start);
        assertThat(leases.held(start)).isEmpty();
    }

    @Test
    void oneWhoseProcessIsGoneMayNot() {
        leases.granted(List.of("b", "c"), _ -> start, start);
        leases.dead("b");
        assertThat(leases.held(start)).containsExactly("c");
        leases.granted(List.of("b", "c"), _ -> start, start); // a member still, for a moment
        assertThat(leases.held(start)).containsExactly("c");
    }
}
