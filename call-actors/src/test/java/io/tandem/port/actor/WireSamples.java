package io.tandem.port.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

/**
 * Messages as they go between nodes, and a file of samples that builds have written: {@code <name>-<version> = <serializer>
 * <manifest> <bytes in base64>}. A sample is only ever added. To see the line for a new one, run the test without it.
 */
public final class WireSamples {
    /** How a CBOR map of no stated length begins (RFC 8949 §3.2.2): the form of all but a constant. */
    private static final byte MAP = (byte) 0xbf;

    private final ActorSystem<?> system;
    private final Serialization serialization;
    private final Properties stored = new Properties();

    private WireSamples(ActorSystem<?> system) {
        this.system = system;
        this.serialization = SerializationExtension.get(system);
    }

    public static WireSamples of(ActorSystem<?> system, String resource) throws IOException {
        WireSamples samples = new WireSamples(system);
        try (InputStream in = WireSamples.class.getResourceAsStream(resource)) {
            if (in != null) {
                samples.stored.load(in);
            }
        }
        return samples;
    }

    /** As its line in the file. */
    public String write(Object message) {
        Serializer serializer = serialization.findSerializerFor(message);
        return serializer.identifier() + " " + Serializers.manifestFor(serializer, message) + " "
                + Base64.getEncoder().encodeToString(serialization.serialize(message).get());
    }

    public Object read(String line) {
        String[] parts = line.split(" ", 3);
        return serialization.deserialize(Base64.getDecoder().decode(parts[2]), Integer.parseInt(parts[0]), parts[1])
                .get();
    }

    /** What another build might have written. */
    public Object read(Class<? extends Serializer> serializer, String manifest, Map<String, ?> components) {
        try {
            byte[] bytes = new CBORMapper().writeValueAsBytes(components);
            int id = serializer.getConstructor(org.apache.pekko.actor.ExtendedActorSystem.class)
                    .newInstance(Adapter.toClassic(system))
                    .identifier();
            return serialization.deserialize(bytes, id, manifest).get();
        } catch (JsonProcessingException | ReflectiveOperationException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    /** The message as the other node gets it. */
    public Object arrived(Object message) {
        return read(write(message));
    }

    public void assertArrives(String name, Object message, RecursiveComparisonConfiguration comparison) {
        assertThat(write(message)).as(name).doesNotContain("io.tandem");
        assertThat(arrived(message)).as(name).usingRecursiveComparison(comparison).isEqualTo(message);
    }

    /**
     * What a newer build says more of is left, in every part of every message: the older one goes on by what it knows.
     *
     * @param tables components whose names are keys and no names of parts
     */
    public void assertMoreIsLeft(Map<String, Object> expected, RecursiveComparisonConfiguration comparison,
            String... tables) {
        expected.forEach((name, message) -> {
            String[] parts = stored.getProperty(name).split(" ", 3);
            byte[] newer = Base64.getDecoder().decode(parts[2]);
            if (newer[0] == MAP) {
                newer = NewerBuild.of(newer, tables);
            }
            assertThat(serialization.deserialize(newer, Integer.parseInt(parts[0]), parts[1]).get()).as(name)
                    .usingRecursiveComparison(comparison)
                    .isEqualTo(message);
        });
    }

    /** Every sample is read as the message of its name, and every message has one. */
    public void assertRead(Map<String, Object> expected, RecursiveComparisonConfiguration comparison) {
        List<String> missing = new ArrayList<>();
        expected.forEach((name, message) -> {
            String sample = stored.getProperty(name);
            if (sample == null) {
                missing.add(name + " = " + write(message));
            } else {
                assertThat(read(sample)).as(name).usingRecursiveComparison(comparison).isEqualTo(message);
            }
        });
        assertThat(missing).as("samples to add").isEmpty();
        assertThat(stored.stringPropertyNames()).isEqualTo(expected.keySet());
    }
}
