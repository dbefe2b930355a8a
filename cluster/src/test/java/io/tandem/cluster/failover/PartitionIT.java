package io.tandem.cluster.failover;

import io.tandem.cluster.Namespaces;
import io.tandem.cluster.NodeHosts;
import io.tandem.cluster.TestCassandra;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smaller copy of {@code ops/bench/failover --netns partition} (design §4); times are left to that. */
class PartitionIT {
    private static final Duration CUT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    /** Runs where the peers are. PREFIX FOLDER */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Partition cut = new Partition(Partition.Kind.PARTITION, CUT, NodeHosts.in(arguments[0]));
        FailoverFigures figures = new FailoverRun(cut, FailoverPlan.small(), System.out::println)
                .figures(Path.of(arguments[1]));
        System.out.println(figures.json());
        System.exit(cut.safe(figures) && figures.answered() == FailoverPlan.small().answered() ? 0 : 1);
    }

    @Test
    void aNodeThatIsCutOffLosesNoCallAndGivesItsAddressUpBeforeAnotherTakesIt() throws Exception {
        try (Namespaces namespaces = Namespaces.up(FailoverPlan.NODES)) {
            TestCassandra.server(); // its jars are found here, not where no network is
            System.out.println(namespaces.run(PartitionIT.class, folder, LIMIT));
        }
    }
}
