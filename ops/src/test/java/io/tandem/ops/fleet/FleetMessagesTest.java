package io.tandem.ops.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tandem.ops.query.CallCursor;
import io.tandem.ops.query.CallFilter;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.Service;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What nodes ask each other for operators. */
class FleetMessagesTest {
    private static final Instant AT = Instant.parse("2026-11-27T12:00:00.000001Z");
    /** As builds have written them; a sample is only ever added. */
    private static final Map<String, String> SAMPLES = Map.of(
            "ask-calls", "v2ZmaWx0ZXK/Z2FjY291bnRkYWNtZWZudW1iZXL2ZXN0YXRlZ1RhbGtpbmf/ZWFmdGVyv2lzdGFydGVkQXTEgigb"
                    + "GOvlH4Z3g+hkY2FsbHQwYTIzNDU2Nzg5MDEyMzQ1Njc4Of9jdG9wGGRncmVwbHlUb3grcGVra286Ly90YW5kZW1A"
                    + "MTkyLjAuMi4xOjI1NTIwL3RlbXAvYXNrZXIkYf8=",
            "calls", "v2VjYWxsc4G/Ymlkv2V2YWx1ZXQwYTIzNDU2Nzg5MDEyMzQ1Njc4Of9lc3RhdGVnVGFsa2luZ2lzdGFydGVkQXTE"
                    + "gigbGOvlH4Z3g+hqYW5zd2VyZWRBdMSCKBsY6+UfhneD6GdjYWxsaW5nbSs0NDE2MzI5NjAxMTFmY2FsbGVkbSs0"
                    + "NDE2MzI5NjAwMDBnYWNjb3VudGRhY21lZ3NlcnZpY2VwT1BFUkFUT1JfQ09OTkVDVGxpbmJvdW5kR3JvdXBkY29y"
                    + "ZW1vdXRib3VuZEdyb3VwZXRlYW1zaWVtZXJnZW5jefX/ZG1vcmX1/w==");

    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = remote
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """).withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void whatAnyBuildSendsIsRead() throws NotSerializableException {
        FleetMessageSerializer serializer = new FleetMessageSerializer(
                (ExtendedActorSystem) Adapter.toClassic(kit.system()));
        Map<String, String> written = new LinkedHashMap<>();
        for (Object message : messages()) {
            String name = serializer.manifest(message);
            byte[] bytes = serializer.toBinary(message);
            assertThat(serializer.fromBinary(bytes, name)).isEqualTo(message);
            written.put(name, Base64.getEncoder().encodeToString(bytes));
        }
        assertThat(SAMPLES.keySet()).isEqualTo(FleetMessageSerializer.MESSAGES.keySet());
        for (Object message : messages()) {
            String name = serializer.manifest(message);
            assertThat(SAMPLES.get(name)).as("written now: %s", written).hasSizeGreaterThan(10);
            assertThat(serializer.fromBinary(Base64.getDecoder().decode(SAMPLES.get(name)), name)).isEqualTo(message);
        }
    }

    private static List<Object> messages() {
        return List.of(
                new FleetAgent.AskCalls(new CallFilter(Optional.of("acme"), Optional.empty(), Optional.of("Talking")),
                        Optional.of(new CallCursor(AT, "0a234567890123456789")), 100,
                        ActorRefResolver.get(kit.system())
                                .resolveActorRef("pekko://tandem@192.0.2.1:25520/temp/asker$a")),
                new FleetAgent.Calls(List.of(new CallSummary(new CallId("0a234567890123456789"), "Talking", AT,
                        Optional.of(AT), "+441632960111", "+441632960000", Optional.of("acme"),
                        Optional.of(Service.OPERATOR_CONNECT), "core", Optional.of("teams"), true)), true));
    }
}
