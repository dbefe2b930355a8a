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
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that the majority does not hear any more, and may be about to lose its addresses (design §4). */
class UnheardAgentTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Longer than the book takes to grant an address again. */
    private static final Duration WHILE = Duration.ofSeconds(3);

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "tandem", ConfigFactory
            .parseString("tandem.cluster { host = \"127.0.0.1\", port = 0 }")
            .withFallback(ConfigFactory.parseResources("pekko.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve());
    private final AtomicBoolean heard = new AtomicBoolean(true);
    private final List<String> done = new CopyOnWriteArrayList<>();

    private final AddressWork work = new AddressWork() {
        @Override
        public void takeUp(char address) {
            done.add("take up " + address);
        }

        @Override
        public void giveUp(char address, boolean orderly) {
            done.add("give up " + address + (orderly ? " in order" : " at once"));
        }

        @Override
        public int calls(char address) {
            return 0;
        }
    };

    private void start() {
        Cluster cluster = Cluster.get(system);
        cluster.join(cluster.selfAddress());
        ServiceAddresses.start(system, List.of(new Place('a', Nodes.at(cluster.selfAddress()))),
                BookSettings.DEFAULT, work, new Owners(), new Leases(heard::get, Set::of));
        await("its address is at work").atMost(LIMIT).until(() -> done.equals(List.of("take up a")));
    }

    @AfterEach
    void stop() {
        system.terminate();
    }

    @Test
    void itGivesItsAddressesUpAndTakesNoneUntilItIsHeardAgain() {
        start();

        heard.set(false);
        await("it gives up").atMost(LIMIT).until(() -> done.contains("give up a at once"));
        await("it takes nothing").during(WHILE)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(done).containsExactly("take up a", "give up a at once"));

        heard.set(true);
        await("it may act again").atMost(LIMIT)
                .untilAsserted(() -> assertThat(done).containsExactly("take up a", "give up a at once", "take up a"));
    }
}
