package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the demo of a cluster plans, before anything of it runs. */
class ClusterDemoPlanTest {
    private static final ClusterDemoPlan PLAN = new ClusterDemoPlan(12, 2, Duration.ofSeconds(25),
            new DemoPorts(5060, 5061, 5070, 5080, 8080, 9095, 25_520, 20_000), 9042);

    @Test
    void eachNodesConfigurationIsRight() {
        for (int node = 0; node < ClusterDemoPlan.NODES; node++) {
            assertThat(ConfigFile.read("demo", PLAN.configuration(node), Optional.of(Path.of("data"))))
                    .isInstanceOf(ConfigResult.Right.class);
        }
    }

    @Test
    void theCallsAreSpreadEvenlyOverTheNodesAndComeFromBothSides() {
        Map<String, Integer> placed = new HashMap<>();
        for (int call = 0; call < PLAN.calls(); call++) {
            placed.merge(PLAN.node(call) + " " + PLAN.direction(call), 1, Integer::sum);
        }
        assertThat(placed).hasSize(2 * ClusterDemoPlan.NODES).allSatisfy((_, calls) -> assertThat(calls).isEqualTo(2));
    }

    @Test
    void oneMoreCallGoesToTheAddressOfTheNodeThatIsDead() {
        assertThat(PLAN.order(PLAN.calls()).gateway().getAddress().getHostAddress())
                .isEqualTo(ClusterDemoPlan.serviceAddress(ClusterDemoPlan.VICTIM));
    }
}
