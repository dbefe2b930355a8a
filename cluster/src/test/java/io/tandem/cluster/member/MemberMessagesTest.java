package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tandem.cluster.member.MemberMessage.Run;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What members tell each other, from build to build: {@code wire/members.properties} holds what builds have written, as
 * {@code <name>-<version> = <bytes in base64>}. A sample is only ever added.
 */
class MemberMessagesTest {
    private static final CBORMapper CBOR = new CBORMapper();
    private static final Run ONE = new Run("pekko://tandem@192.0.2.1:25520", 1_795_000_000_001L);
    private static final Run TWO = new Run("pekko://tandem@192.0.2.2:25520", -7);
    private static final Map<String, MemberMessage> MESSAGES = Map.of(
            "member-question-1", new MemberMessage.Question(ONE, -12, true),
            "member-answer-1", new MemberMessage.Answer(ONE, -12, true, List.of(TWO)));

    private final MemberMessageSerializer serializer = new MemberMessageSerializer();

    private static Properties samples() throws IOException {
        Properties samples = new Properties();
        try (InputStream in = MemberMessagesTest.class.getResourceAsStream("/wire/members.properties")) {
            samples.load(in);
        }
        return samples;
    }

    @Test
    void everyMessageHasANameAndASample() throws IOException {
        Set<Class<?>> sampled = new HashSet<>();
        MESSAGES.values().forEach(message -> sampled.add(message.getClass()));
        assertThat(sampled).isEqualTo(Set.of(MemberMessage.class.getPermittedSubclasses()));
        assertThat(new HashSet<>(MemberMessageSerializer.MESSAGES.values())).isEqualTo(sampled);
        assertThat(samples().stringPropertyNames()).isEqualTo(MESSAGES.keySet());
    }

    /** Two builds in one cluster: what an older one sends is read, and what a newer one says more of is left. */
    @Test
    void whatOtherBuildsSendIsRead() throws IOException {
        for (Map.Entry<String, MemberMessage> each : MESSAGES.entrySet()) {
            String name = serializer.manifest(each.getValue());
            byte[] written = serializer.toBinary(each.getValue());
            assertThat(serializer.fromBinary(written, name)).isEqualTo(each.getValue());

            String sample = samples().getProperty(each.getKey());
            assertThat(sample).as("%s = %s", each.getKey(), Base64.getEncoder().encodeToString(written)).isNotNull();
            assertThat(serializer.fromBinary(Base64.getDecoder().decode(sample), name)).isEqualTo(each.getValue());
            JsonNode whole = CBOR.readTree(Base64.getDecoder().decode(sample));
            sayMore(whole);
            assertThat(serializer.fromBinary(CBOR.writeValueAsBytes(whole), name)).isEqualTo(each.getValue());
        }
    }

    private static void sayMore(JsonNode part) {
        part.forEach(MemberMessagesTest::sayMore);
        if (part instanceof ObjectNode object) {
            object.putObject("that-is-still-to-come").putArray("and").add(1).addObject();
        }
    }
}
