package io.tandem.cluster.address.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.tandem.cluster.address.BookSettings;
import io.tandem.cluster.address.Place;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.UniqueAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that the others have removed, and that may not know it: where one path of several is broken it hears some still. */
class RemovedNodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Longer than an address of a removed node otherwise takes to move. */
    private static final Duration WHILE = Duration.ofSeconds(2);

    private final ActorSystem<Void> first = node();
    private final ActorSystem<Void> second = node();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final AtomicReference<Set<UniqueAddress>> mayAct = new AtomicReference<>(Set.of());

    private static ActorSystem<Void> node() {
        return ActorSystem.create(Behaviors.empty(), "tandem", ConfigFactory
                .parseString("tandem.cluster { host = \"127.0.0.1\", port = 0 }")
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    }

    private record Noted(String node, List<String> done) implements AddressWork {
        @Override
        public void takeUp(char address) {
            done.add(node + " takes up " + address);
        }

        @Override
        public void giveUp(char address, boolean orderly) {
            done.add(node + " gives up " + address);
        }

        @Override
        public int calls(char address) {
            return 1; // so that nothing goes home by itself
        }
    }

    private void start() {
        Cluster.get(first).join(Cluster.get(first).selfAddress());
        Cluster.get(second).join(Cluster.get(first).selfAddress());
        List<Place> places = List.of(new Place('a', Nodes.at(Cluster.get(first).selfAddress())),
                new Place('b', Nodes.at(Cluster.get(second).selfAddress())));
        ServiceAddresses.start(first, places, BookSettings.DEFAULT, new Noted("first", done), new Owners(),
                new Leases(() -> true, mayAct::get));
        ServiceAddresses.start(second, places, BookSettings.DEFAULT, new Noted("second", done), new Owners(),
                new Leases(() -> true, Set::of));
        await("each has its own").atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(done).containsExactlyInAnyOrder("first takes up a", "second takes up b"));
    }

    @AfterEach
    void stop() {
        second.terminate();
        first.terminate();
    }

    @Test
    void nobodyTakesItsAddressWhileItMayStillActForIt() {
        start();
        mayAct.set(Set.of(Cluster.get(second).selfUniqueAddress()));

        Cluster.get(first).down(Cluster.get(second).selfAddress());
        await("it is removed, and keeps its address").during(WHILE)
                .atMost(LIMIT)
                .untilAsserted(() -> {
                    assertThat(Cluster.get(first).state().getMembers()).hasSize(1);
                    assertThat(done).doesNotContain("first takes up b");
                });

        mayAct.set(Set.of());
        await("its address moves").atMost(LIMIT).until(() -> done.contains("first takes up b"));
    }
}
