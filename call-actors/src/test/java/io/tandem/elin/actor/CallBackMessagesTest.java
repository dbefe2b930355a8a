package io.tandem.elin.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tandem.elin.CallBackTable.Row;
import io.tandem.port.actor.WireSamples;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the parts of the table of call-backs and the nodes' copies of it tell each other. */
class CallBackMessagesTest {
    private static final Row ROW = new Row("+12025550100", "+12025550123", 1_795_000_000_000L);
    private static final RecursiveComparisonConfiguration STRICT = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .build();

    private static ActorTestKit kit;
    private static WireSamples wire;

    @BeforeAll
    static void start() throws IOException {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = remote
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """).withFallback(ConfigFactory.load()));
        wire = WireSamples.of(kit.system(), "/wire/call-backs.properties");
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void everyMessageArrivesAsItWasSentAndHasASample() {
        Set<Class<?>> sampled = new HashSet<>();
        messages().forEach((name, message) -> {
            wire.assertArrives(name, message, STRICT);
            sampled.add(message.getClass());
        });
        assertThat(sampled).isEqualTo(new HashSet<>(CallBackMessageSerializer.MESSAGES.values()));
    }

    /** Two builds in one cluster: what an older one sends is read for as long as the two may meet. */
    @Test
    void whatOlderBuildsSendIsStillRead() {
        wire.assertRead(messages(), STRICT);
        wire.assertMoreIsLeft(messages(), STRICT);
    }

    private static Map<String, Object> messages() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("keep-1", new CallBackActor.Keep(ROW, asker()));
        all.put("kept-1", new CallBackActor.Done(ROW.elin()));
        all.put("read-1", new CallBackActor.Read(asker()));
        all.put("find-1", new CallBackActor.Find(ROW.elin(), asker()));
        all.put("found-1", new CallBackActor.Found(List.of(ROW)));
        all.put("told-1", new CallBackFeed.Told(ROW));
        all.put("part-1", new CallBackFeed.Part("0", List.of(ROW)));
        return all;
    }

    private static <T> ActorRef<T> asker() {
        return ActorRefResolver.get(kit.system()).resolveActorRef("pekko://tandem@192.0.2.1:25520/temp/asker$a");
    }
}
