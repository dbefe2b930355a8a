package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tandem.warm-up}: a node carries calls of its own before it is open, and nobody but the log ever hears of them. */
class WarmUpIT {
    private static final Pattern SAID = Pattern.compile("warmed up by (\\d+) calls");

    @TempDir
    private Path folder;

    @Test
    void callsOfTheNodesOwnLeaveNothingBehind() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, "tandem.warm-up = 5 s", folder)) {
            Matcher said = SAID.matcher(node.log());
            assertThat(said.find()).as(node.log()).isTrue();
            assertThat(Integer.parseInt(said.group(1))).isPositive();
            assertThat(node.log()).doesNotContain(" WARN ")
                    .doesNotContain(" - call ")
                    .containsOnlyOnce("node is up")
                    .containsOnlyOnce("listeners are open");
            Figures figures = Figures.of(node);
            assertThat(figures.sum("tandem_call_attempts_total")).isZero();
            assertThat(figures.sum("tandem_call_actors")).isZero();
            assertThat(figures.sum("tandem_media_sessions_active")).isZero();
            assertThat(folder.resolve("data").resolve("journal")).exists();
            assertThat(folder.resolve("data").resolve("warm-up")).doesNotExist();
            assertThat(node.get("/ops/calls").body()).contains("\"value\":[]");
        }
    }
}
