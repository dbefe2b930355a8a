package io.tandem.cluster.address.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.address.BookInput;
import io.tandem.cluster.address.Draining;
import io.tandem.cluster.address.NodeRun;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the book of addresses and the agents tell each other, from build to build: {@code wire/addresses.properties} holds
 * what builds have written, as {@code <name>-<version> = <bytes in base64>}. A sample is only ever added.
 */
class AddressMessagesTest {
    private static final CBORMapper CBOR = new CBORMapper();
    private static final NodeRun NODE = new NodeRun("192.0.2.1:25520", 1_795_000_000_001L);
    /** Their names are service addresses, and no names of components. */
    private static final Set<String> TABLES = Set.of("owners", "claims");

    private static ActorTestKit kit;
    private static AddressMessageSerializer serializer;
    private static final Properties SAMPLES = new Properties();

    @BeforeAll
    static void start() throws IOException {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = remote
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """).withFallback(ConfigFactory.defaultReference()));
        serializer = new AddressMessageSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));
        try (InputStream in = AddressMessagesTest.class.getResourceAsStream("/wire/addresses.properties")) {
            SAMPLES.load(in);
        }
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void everyMessageHasANameAndASample() {
        Set<Class<?>> protocol = new HashSet<>();
        Stream.of(AddressMessage.ToBook.class, AddressMessage.ToAgent.class)
                .flatMap(side -> Stream.of(side.getPermittedSubclasses()))
                .forEach(protocol::add);
        Set<Class<?>> sampled = new HashSet<>();
        messages().values().forEach(message -> sampled.add(message.getClass()));

        assertThat(new HashSet<>(AddressMessageSerializer.MESSAGES.values())).isEqualTo(protocol);
        assertThat(sampled).isEqualTo(protocol);
    }

    /** Two builds in one cluster: what an older one sends is read for as long as the two may meet. */
    @Test
    void whatOlderBuildsSendIsStillRead() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Object> each : messages().entrySet()) {
            String name = serializer.manifest(each.getValue());
            byte[] written = serializer.toBinary(each.getValue());
            assertThat(serializer.fromBinary(written, name)).as(each.getKey()).isEqualTo(each.getValue());
            String sample = SAMPLES.getProperty(each.getKey());
            if (sample == null) {
                missing.add(each.getKey() + " = " + Base64.getEncoder().encodeToString(written));
            } else {
                assertThat(serializer.fromBinary(Base64.getDecoder().decode(sample), name)).as(each.getKey())
                        .isEqualTo(each.getValue());
            }
        }
        assertThat(missing).as("samples to add").isEmpty();
        assertThat(SAMPLES.stringPropertyNames()).isEqualTo(messages().keySet());
    }

    /** And what a newer one says more of is left, in every part: the older one goes on by what it knows. */
    @Test
    void whatNewerBuildsSayMoreOfIsLeft() throws IOException {
        for (Map.Entry<String, Object> each : messages().entrySet()) {
            JsonNode whole = CBOR.readTree(Base64.getDecoder().decode(SAMPLES.getProperty(each.getKey())));
            sayMore(whole, true);
            assertThat(serializer.fromBinary(CBOR.writeValueAsBytes(whole), serializer.manifest(each.getValue())))
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
    }

    private static void sayMore(JsonNode part, boolean here) {
        part.properties().forEach(each -> sayMore(each.getValue(), !TABLES.contains(each.getKey())));
        if (part.isArray()) {
            part.forEach(each -> sayMore(each, true));
        }
        if (here && part instanceof ObjectNode object) {
            object.putObject("that-is-still-to-come").putArray("and").add(1).addObject();
        }
    }

    private static Map<String, Object> messages() {
        Map<Character, AddressView.Owner> owners = Map.of('b', new AddressView.Owner(NODE, 7, true));
        Map<Character, BookInput.Claim> claims = Map.of('b', new BookInput.Claim(7, true, 12));
        AddressView undrained = new AddressView(3, owners, Set.of(NODE.at()), List.of()); // -1: of builds without drain
        AddressView view = new AddressView(3, owners, Set.of(NODE.at()),
                List.of(new Draining(NODE, 1_795_000_000_000L)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("address-reported-1",
                new AddressMessage.Reported(new BookInput.Report(NODE, claims, undrained, 7)));
        all.put("address-reported-2", new AddressMessage.Reported(new BookInput.Report(NODE, claims, view, 7)));
        all.put("address-acquired-1", new AddressMessage.Acquired(NODE, 'b', 7));
        all.put("address-refused-1", new AddressMessage.Refused(NODE, 'b', 7, "the port is taken"));
        all.put("address-released-1", new AddressMessage.Released(NODE, 'b', 7));
        all.put("address-hand-back-1", new AddressMessage.HandBack('b'));
        all.put("address-drain-1", new AddressMessage.Drain(NODE.at()));
        all.put("address-undrain-1", new AddressMessage.Undrain(NODE.at()));
        all.put("address-told-1", new AddressMessage.Told(undrained, book()));
        all.put("address-told-2", new AddressMessage.Told(view, book()));
        all.put("address-own-1", new AddressMessage.Own('b', 7, book()));
        all.put("address-release-1", new AddressMessage.Release('b', 7, book()));
        return all;
    }

    private static ActorRef<AddressMessage> book() {
        return ActorRefResolver.get(kit.system()).resolveActorRef("pekko://tandem@192.0.2.1:25520/system/book");
    }
}
