package io.tandem.cluster.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How far a drain is, as operators read it. */
class DrainStateTest {
    private static final NodeRun ONE = new NodeRun("10.0.0.1:25520", 1);
    private static final NodeRun TWO = new NodeRun("10.0.0.2:25520", 2);
    private static final Draining DRAINED = new Draining(ONE, 1_000);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static AddressView view(NodeRun owner, Set<String> nodes, Draining... draining) {
        return new AddressView(1, Map.of('a', new AddressView.Owner(owner, 7, true)), nodes, List.of(draining));
    }

    private static DrainState state(AddressView view, int calls, long now) {
        return DrainState.of(view, DRAINED, OptionalInt.of(calls), now, LIMIT);
    }

    @Test
    void itsAddressesMoveWhileAnotherNodeCanHaveThem() {
        assertThat(state(view(ONE, Set.of(ONE.at(), TWO.at()), DRAINED), 3, 2_000)).isEqualTo(DrainState.MOVING);
    }

    @Test
    void itIsDoneWhenItHasNone() {
        assertThat(state(view(TWO, Set.of(ONE.at(), TWO.at()), DRAINED), 0, 2_000)).isEqualTo(DrainState.DONE);
    }

    @Test
    void theLastNodeWaitsForItsCallsUntilTheLimit() {
        AddressView last = view(ONE, Set.of(ONE.at()), DRAINED);
        assertThat(state(last, 3, 1_000 + LIMIT.toMillis())).isEqualTo(DrainState.WAITING);
        assertThat(state(last, 3, 1_001 + LIMIT.toMillis())).isEqualTo(DrainState.LATE);
        assertThat(state(last, 0, 2_000)).isEqualTo(DrainState.DONE);
    }

    @Test
    void aNodeThatIsDrainedItselfIsNobodyToMoveTo() {
        AddressView both = view(ONE, Set.of(ONE.at(), TWO.at()), DRAINED, new Draining(TWO, 1_500));
        assertThat(state(both, 3, 2_000)).isEqualTo(DrainState.WAITING);
    }
}
