package io.tandem.cluster.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The smaller copy of {@code ops/bench/failover} (design §4). */
class FailoverIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = "KILL") // each case wants three nodes: the others are left to the bench
    void answeredCallsOutliveTheirNode(FailoverCase which) throws IOException, InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        FailoverFigures figures = new FailoverRun(which, FailoverPlan.small(), lines::add).figures(folder);
        System.out.println(figures.json() + "\n" + String.join("\n", lines));
        assertThat(figures.answered()).as("answered").isEqualTo(FailoverPlan.small().answered());
        assertThat(figures.right()).as(() -> figures.json() + "\n" + String.join("\n", lines)).isTrue();
    }
}
