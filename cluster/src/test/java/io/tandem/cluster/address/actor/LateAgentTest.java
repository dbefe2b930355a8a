package io.tandem.cluster.address.actor;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The book speaks to each member by the path of its agent, from the moment that it is one. */
class LateAgentTest {
    /** What Pekko does once in a minute; the test has no minute. */
    private static final String ONCE_IN_A_MOMENT = """
            pekko.remote.artery.advanced.compression.actor-refs.advertisement-interval = 200 ms
            pekko.remote.artery.advanced.compression.manifests.advertisement-interval = 200 ms
            """;
    private static final Duration LONG_AFTER_THAT = Duration.ofSeconds(3);

    private final ActorSystem<Void> book = node();
    private final ActorSystem<Void> member = node();

    private static ActorSystem<Void> node() {
        Config settings = ConfigFactory
                .parseString(ONCE_IN_A_MOMENT + "tandem.cluster { host = \"127.0.0.1\", port = 0 }")
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        return ActorSystem.create(Behaviors.empty(), "tandem", settings);
    }

    @AfterEach
    void stop() {
        book.terminate();
        member.terminate();
    }

    @Test
    void anAgentHearsTheBookAlsoWhenItWasSpokenToBeforeItCameUp() {
        ActorRef<AddressMessage> agent = Nodes.agent(book, Nodes.at(Cluster.get(member).selfAddress()));
        AtomicInteger heard = new AtomicInteger();
        speakFor(LONG_AFTER_THAT, agent);

        member.systemActorOf(Behaviors.receive(AddressMessage.class).onAnyMessage(_ -> {
            heard.incrementAndGet();
            return Behaviors.same();
        }).build(), Nodes.AGENT, Props.empty());

        speakFor(LONG_AFTER_THAT, agent);
        heard.set(0);
        await("the agent hears the book").pollInterval(Duration.ofMillis(20)).until(() -> {
            speak(agent);
            return heard.get() > 10;
        });
    }

    private static void speakFor(Duration time, ActorRef<AddressMessage> agent) {
        long end = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            speak(agent);
            return System.nanoTime() - end > 0;
        });
    }

    private static void speak(ActorRef<AddressMessage> agent) {
        agent.tell(new AddressMessage.HandBack('a'));
    }
}
