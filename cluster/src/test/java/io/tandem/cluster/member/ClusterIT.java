package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node processes that form a cluster, and what the others notice when one of them is killed or frozen. */
class ClusterIT {
    private static final Duration FORMED = Duration.ofSeconds(60);
    /** Design §4: 3 s from kill -9 to media again; a second of that is for the taking over. */
    private static final Duration KILLED = Duration.ofSeconds(3);
    /** A frozen process leaves nothing but silence. */
    private static final Duration FROZEN = Duration.ofSeconds(12);

    @TempDir
    Path folder;

    private List<NodeProcess> start(int count) throws IOException {
        List<NodeProcess> nodes = new ArrayList<>();
        for (NodePlan plan : NodePlan.cluster(count, 20)) {
            nodes.add(NodeProcess.start(plan, Files.createDirectory(folder.resolve("node-" + nodes.size()))));
        }
        await("all are members").atMost(FORMED).until(() -> nodes.stream().allMatch(node -> sees(node, count)));
        return nodes;
    }

    private static boolean sees(NodeProcess node, int members) {
        return node.get("/ops/health/ready").body().contains("up, of " + members);
    }

    private static String address(NodeProcess node) {
        return "127.0.0.1:" + node.plan().clusterPort();
    }

    /** How long until each survivor has said that the node is a member no more, in ms. */
    private static List<Long> untilRemoved(NodeProcess gone, List<NodeProcess> survivors, long since, Duration limit) {
        List<Long> times = new ArrayList<>();
        for (NodeProcess survivor : survivors) {
            await("removed by " + address(survivor)).atMost(limit)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> sees(survivor, survivors.size()));
            times.add((System.nanoTime() - since) / 1_000_000);
        }
        return times;
    }

    @Test
    void aKilledNodeIsNoMemberAnyMoreWithinSeconds() throws IOException {
        List<NodeProcess> nodes = start(3);
        try {
            List<NodeProcess> survivors = nodes.subList(0, 2);
            long killed = System.nanoTime();
            nodes.getLast().kill();
            System.out.println("removed after kill -9, ms: "
                    + untilRemoved(nodes.getLast(), survivors, killed, KILLED));
            assertThat(survivors).allMatch(node -> node.get("/ops/health/ready").statusCode() == 200);

            nodes.getLast().start(); // and comes back
            assertThat(nodes.getLast().get("/ops/health/ready").statusCode()).isEqualTo(200);
        } finally {
            nodes.forEach(NodeProcess::close);
        }
    }

    @Test
    void aFrozenNodeIsNoMemberAnyMoreAndGoesWhenItWakes() throws IOException, InterruptedException {
        List<NodeProcess> nodes = start(3);
        NodeProcess frozen = nodes.getFirst(); // the oldest, which has the singletons
        try {
            long since = System.nanoTime();
            signal("STOP", frozen);
            System.out.println("removed after SIGSTOP, ms: "
                    + untilRemoved(frozen, nodes.subList(1, 3), since, FROZEN));
            signal("CONT", frozen);
            await("the frozen node has gone").atMost(Duration.ofSeconds(30)).until(() -> !frozen.isAlive());
        } finally {
            signal("CONT", frozen);
            nodes.forEach(NodeProcess::close);
        }
    }

    private static void signal(String name, NodeProcess node) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(node.pid())).start().waitFor();
    }

    @Test
    void aNodeWithOtherTrunksIsNotLetInAndSaysSo() throws IOException {
        List<NodePlan> plans = NodePlan.cluster(2, 20);
        NodePlan other = plans.get(1)
                .with("tandem.emergency-dial-strings = [\"112\", \"911\"]\ntandem.emergency-test-strings = []");
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        try (NodeProcess first = NodeProcess.start(plans.getFirst(), one)) {
            try (NodeProcess second = NodeProcess.start(other, two)) {
                throw new AssertionError("was let in: " + second.log());
            } catch (AssertionError ended) {
                assertThat(ended).hasMessageContaining("ended with").hasMessageContaining("does not let this node in");
            }
            assertThat(first.log() + Files.readString(two.resolve("node.log")))
                    .contains("tandem.emergency-dial-strings is to be the same on every node");
            assertThat(first.get("/ops/health/ready").statusCode()).isEqualTo(200);
        }
    }
}
