package io.tandem.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** RFC 2782, "Usage rules". */
class SrvOrderTest {
    private static final long SEED = 2782;

    private record Server(String name, int priority, int weight) {}

    private final Random random = new Random(SEED);

    @Test
    void theLowestPriorityComesFirstWhateverTheWeights() {
        for (int i = 0; i < 100; i++) {
            assertThat(order(new Server("b", 20, 65_535), new Server("a", 10, 0), new Server("c", 30, 9))).as("seed %s",
                    SEED).extracting(Server::name).containsExactly("a", "b", "c");
        }
    }

    @Test
    void withinOnePriorityTheFirstIsDrawnInProportionToTheWeights() {
        Map<String, Integer> first = firsts(10_000, new Server("a", 1, 60), new Server("b", 1, 30),
                new Server("c", 1, 10));
        assertThat(first.get("a")).as("seed %s", SEED).isBetween(5_700, 6_300);
        assertThat(first.get("b")).as("seed %s", SEED).isBetween(2_700, 3_300);
        assertThat(first.get("c")).as("seed %s", SEED).isBetween(800, 1_200);
    }

    @Test
    void serversWithoutWeightShareEqually() {
        Map<String, Integer> first = firsts(9_000, new Server("a", 1, 0), new Server("b", 1, 0), new Server("c", 1, 0));
        assertThat(first.values()).as("seed %s", SEED).allSatisfy(times -> assertThat(times).isBetween(2_700, 3_300));
    }

    @Test
    void aServerOfWeightZeroHasASmallChanceBesideOthers() {
        Map<String, Integer> first = firsts(10_000, new Server("a", 1, 99), new Server("z", 1, 0));
        assertThat(first.get("z")).as("seed %s", SEED).isBetween(40, 180);
    }

    @Test
    void everyServerIsInTheOrderOnce() {
        List<Server> servers = List.of(new Server("a", 1, 5), new Server("b", 1, 0), new Server("c", 2, 1));
        assertThat(SrvOrder.of(servers, Server::priority, Server::weight, random::nextInt))
                .containsExactlyInAnyOrderElementsOf(
                        servers);
    }

    @Test
    void oneServerNeedsNoLot() {
        IntUnaryOperator noLot = _ -> {
            throw new AssertionError("a lot was drawn");
        };
        assertThat(SrvOrder.of(List.of(new Server("a", 1, 5)), Server::priority, Server::weight, noLot)).hasSize(1);
    }

    private Map<String, Integer> firsts(int times, Server... servers) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < times; i++) {
            first.merge(order(servers).getFirst().name(), 1, Integer::sum);
        }
        return first;
    }

    private List<Server> order(Server... servers) {
        return SrvOrder.of(List.of(servers), Server::priority, Server::weight, random::nextInt);
    }
}
