package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call of which first one side says nothing more, and then neither does. */
@Tag("TSP-165")
class MediaInactivityIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "+441632960301";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    @Tag("MET-14")
    @Tag("MET-15")
    void oneWayAudioIsToldOfAndACallWithoutAnyIsEndedOnBothSides() throws IOException {
        String limits = "tandem.media { inactivity-timeout = 3 s, one-way-after = 1 s }";
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, limits, folder)) {
            NodePlan plan = node.plan();
            try (Phone core = new Phone(plan.corePeerPort());
                    Phone mps = new Phone(plan.mpsPeerPort());
                    PhoneCall call = new PhoneCall(core, mps, NUMBER, plan.corePort())) {
                call.assertAudioBothWays();
                String id = json(node, "/ops/calls").at("/value/0/id").asText();

                await("the silent side is told of").atMost(LIMIT).untilAsserted(() -> {
                    call.calledAudio().assertHeardBy(call.callerAudio());
                    assertThat(json(node, "/ops/calls/" + id).at("/media/silent/0").asText()).isEqualTo("caller");
                });
                assertThat(Figures.of(node).sum("tandem_one_way_media_total")).isEqualTo(1);
                assertThat(json(node, "/ops/calls/" + id).at("/state").asText()).isEqualTo("Talking");

                for (Phone phone : new Phone[]{core, mps}) {
                    SipRequest bye = phone.request(SipMethod.BYE);
                    assertThat(bye.headers().values(HeaderName.REASON))
                            .containsExactly("Q.850;cause=102;text=\"no media for 3 s\"");
                    phone.answer(SipResponse.to(bye, 200).build());
                }
                await("the record").atMost(LIMIT)
                        .until(() -> json(node, "/ops/calls/" + id).at("/state").asText().equals("Ended"));
                JsonNode record = json(node, "/ops/calls/" + id);
                assertThat(record.at("/cause/reason").asText()).isEqualTo("no media for 3 s");
                assertThat(record.at("/media/silent/0").asText()).isEqualTo("caller");
                assertThat(record.at("/media/mos/callee").asDouble()).isBetween(1.0, 4.5);
                assertThat(Figures.of(node).sum("tandem_media_mos_count")).as("sides that were heard").isEqualTo(2);
                assertThat(node.get("/ops/metrics").body())
                        .containsPattern("tandem_abnormal_release_total\\{[^}]*reason=\"rtp_timeout\"[^}]*\\} 1\\.0");
            }
        }
    }

    private static JsonNode json(NodeProcess node, String path) throws IOException {
        return JSON.readTree(node.get(path).body());
    }
}
