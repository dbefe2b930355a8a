package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tandem.warm-up}: a node carries calls of its own before it is open, and nobody but the log ever hears of them. */
class WarmUpIT {
    private static final Pattern SAID = Pattern.compile("warmed up by (\\d+) calls");

    private static final Pattern WARNING = Pattern.compile("^\\S+ WARN +(\\S+) - ");
    /** The names of loggers as the log has them: those of classes, and two of our own. */
    private static final Set<String> OURS = Stream.concat(Stream.of("calls", "media"),
            new ClassFileImporter().importPackages("io.tandem").stream().map(JavaClass::getSimpleName))
            .collect(Collectors.toUnmodifiableSet());

    @TempDir
    private Path folder;

    @Test
    void callsOfTheNodesOwnLeaveNothingBehind() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, "tandem.warm-up = 5 s", folder)) {
            Matcher said = SAID.matcher(node.log());
            assertThat(said.find()).as(node.log()).isTrue();
            assertThat(Integer.parseInt(said.group(1))).isPositive();
            assertThat(node.log().lines()).noneMatch(WarmUpIT::isWarningOfOurs);
            assertThat(node.log()).doesNotContain(" - call ")
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

    /** A library may warn of a busy machine: a late heartbeat, say. */
    private static boolean isWarningOfOurs(String line) {
        Matcher warning = WARNING.matcher(line);
        return warning.find() && OURS.contains(warning.group(1));
    }
}
