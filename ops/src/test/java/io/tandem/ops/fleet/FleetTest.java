package io.tandem.ops.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.tandem.ops.query.ActiveCalls;
import io.tandem.ops.query.CallCursor;
import io.tandem.ops.query.CallFilter;
import io.tandem.ops.query.CallList;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The calls of two nodes, asked at either. Every message between them is serialized. */
class FleetTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00.000001Z");
    private static final int EACH = 1_250; // more than go in one message

    private static ActorTestKit left;
    private static ActorTestKit right;
    private static Fleet atLeft;
    private static Fleet atRight;

    @BeforeAll
    static void form() {
        left = kit();
        right = kit();
        Cluster first = Cluster.get(left.system());
        first.join(first.selfAddress());
        Cluster.get(right.system()).join(first.selfAddress());
        atLeft = Fleet.start(left.system(), calls(0));
        atRight = Fleet.start(right.system(), calls(1));
        for (Fleet fleet : List.of(atLeft, atRight)) {
            await("each node knows the other's agent").atMost(Duration.ofSeconds(60)).until(() -> {
                CallList all = page(fleet, Optional.empty(), 0, 2 * EACH);
                return all.silent().isEmpty() && all.calls().size() == 2 * EACH;
            });
        }
    }

    private static ActorTestKit kit() {
        return ActorTestKit.create("tandem", ConfigFactory.parseString("""
                pekko.actor { provider = cluster, serialize-messages = on, allow-java-serialization = off }
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                """));
    }

    /** Calls that began in turn on the two nodes. */
    private static ActiveCalls calls(int node) {
        ActiveCalls calls = new ActiveCalls(10_000);
        IntStream.range(0, EACH)
                .forEach(i -> calls.started(new CallSummary(new CallId("%02d%018d".formatted(node, i)), "Talking",
                        NOON.plusNanos(1_000L * (2 * i + node)), Optional.of(NOON), "+441632960111", "+441632960000",
                        Optional.of("acme-" + node), Optional.of(Service.ZOOM), "core", Optional.of("zoom"), i == 7)));
        return calls;
    }

    @AfterAll
    static void stop() {
        left.shutdownTestKit();
        right.shutdownTestKit();
    }

    private static CallList page(Fleet fleet, Optional<CallCursor> after, int skip, int top) {
        return fleet.page(CallFilter.ALL, after, skip, top)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void eitherNodeListsTheCallsOfBothOldestFirst() {
        CallList seen = page(atLeft, Optional.empty(), 0, 2 * EACH);
        assertThat(seen.calls()).extracting(CallSummary::startedAt).isSorted().doesNotHaveDuplicates();
        assertThat(seen.more()).isFalse();
        assertThat(page(atRight, Optional.empty(), 0, 2 * EACH)).isEqualTo(seen);
    }

    @Test
    void pageByPageEveryCallIsListedOnce() {
        List<CallSummary> all = new ArrayList<>();
        Optional<CallCursor> after = Optional.empty();
        CallList page;
        do {
            page = page(atRight, after, 0, 333);
            all.addAll(page.calls());
            after = Optional.of(CallCursor.of(page.calls().getLast()));
        } while (page.more());
        assertThat(all).isEqualTo(page(atLeft, Optional.empty(), 0, 2 * EACH).calls());
    }

    @Test
    void whatIsSkippedIsSkippedOfAllTogether() {
        List<CallSummary> all = page(atLeft, Optional.empty(), 0, 2 * EACH).calls();
        assertThat(page(atLeft, Optional.empty(), 2 * EACH - 3, 10).calls())
                .isEqualTo(all.subList(2 * EACH - 3, 2 * EACH));
    }

    @Test
    void eachNodeLooksForWhatIsAskedFor() {
        CallFilter one = new CallFilter(Optional.of("acme-1"), Optional.empty(), Optional.empty());
        CallList found = atLeft.page(one, Optional.empty(), 0, 5).toCompletableFuture().join();
        assertThat(found.calls()).hasSize(5).allMatch(call -> call.account().equals(Optional.of("acme-1")));
        assertThat(found.more()).isTrue();
    }
}
