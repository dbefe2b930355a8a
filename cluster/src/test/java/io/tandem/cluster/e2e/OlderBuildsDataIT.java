package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node of today on the data directory of an older build that was killed with a call up. The directory is one that a node
 * of that commit has left, but for its native library, its log and its options: never made anew.
 */
class OlderBuildsDataIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where the older node had its media, and its peers were: nobody else uses that address. */
    private static final String AT = "127.0.0.77";
    private static final String UP = "0zkqj1rra1113nlbepe8";

    @TempDir
    Path folder;

    private void unpack(String name) throws IOException {
        try (InputStream stored = OlderBuildsDataIT.class.getResourceAsStream("/stored/" + name);
                ZipInputStream zip = new ZipInputStream(stored)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve("data").resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    @Test
    void itsAnsweredCallGoesOnAndItsAccountsAndNumbersAreThere() throws IOException {
        unpack("embedded-15fc7f2.zip");
        NodePlan plan = NodePlan.onFreePorts(10).with("""
                tandem.media { address = "%s", ports = "20000-20039" }
                """.formatted(AT));
        try (NodeProcess node = NodeProcess.start(plan, folder)) {
            JsonNode call = JSON.readTree(node.get("/ops/calls/" + UP).body());
            assertThat(call.path("state").asText()).as(node::log).isEqualTo("Talking");
            assertThat(call.path("account").asText()).isEqualTo("contoso");
            assertThat(Figures.of(node).sum("tandem_media_sessions_active")).isEqualTo(1);
            assertThat(node.getProvisioned("/accounts/contoso").statusCode()).isEqualTo(200);
            assertThat(node.getProvisioned("/accounts/contoso/numbers/%2B441632960000").body())
                    .contains("+441632960000");

            assertThat(node.order("DELETE", "/ops/calls/" + UP).statusCode()).isEqualTo(202);
            await("its peers are told").atMost(PATIENCE)
                    .until(() -> Figures.of(node).sum("tandem_sip_requests_total", "method=BYE", "dir=out") >= 2);
        }
    }
}
