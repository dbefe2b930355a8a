package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that form a cluster, and what the others notice when one of them is killed or frozen. */
class ClusterIT {
    private static final Duration FORMED = Duration.ofSeconds(90);
    /** Design §4: 3 s from kill -9 to media again; this is the noticing, with room for a machine that does much else. */
    private static final Duration KILLED = Duration.ofSeconds(5);
    /** Whoever goes in its first seconds is found by its silence: nobody has kept its heartbeats yet. */
    private static final Duration SETTLED = Duration.ofSeconds(4);
    /** From when on a majority's word is enough that a node is silent. */
    private static final Duration BEGINNING = Duration.ofSeconds(17);
    /** A frozen process leaves nothing but silence. */
    private static final Duration FROZEN = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final List<BareNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(BareNode::close);
    }

    private void start(int count) throws IOException {
        for (NodePlan plan : NodePlan.cluster(count, 20)) {
            nodes.add(BareNode.start(plan, folder.resolve("node-" + nodes.size())));
        }
        await("all are members").atMost(FORMED)
                .until(() -> nodes.stream().allMatch(this::seesAll));
        await("all have their lease").atMost(FORMED)
                .until(() -> nodes.stream().allMatch(node -> node.when("lease held").isPresent()));
        await("all know each other's pulse").during(SETTLED).atMost(FORMED).until(() -> true);
    }

    private boolean seesAll(BareNode node) {
        return nodes.stream().allMatch(other -> node.when("up " + other.address()).isPresent());
    }

    /** How long until each survivor has seen that the node is a member no more, in ms. */
    private List<Long> untilRemoved(BareNode gone, long since, Duration limit) {
        List<Long> times = new ArrayList<>();
        for (BareNode survivor : nodes) {
            if (survivor != gone) {
                await("removed").atMost(limit)
                        .untilAsserted(() -> assertThat(survivor.when("removed " + gone.address()))
                                .as(() -> String.join("\n", survivor.lines()))
                                .isPresent());
                times.add(survivor.when("removed " + gone.address()).orElseThrow() - since);
            }
        }
        return times;
    }

    @Test
    void aKilledNodeIsNoMemberAnyMoreWithinSeconds() throws IOException {
        start(3);
        long killed = System.currentTimeMillis();
        nodes.getFirst().signal("KILL"); // the oldest: leader, and where the singletons are
        System.out.println("removed after kill -9, ms: " + untilRemoved(nodes.getFirst(), killed, KILLED));
        assertThat(nodes.subList(1, 3)).allMatch(survivor -> survivor.when("lease over").isEmpty());
    }

    @Test
    void aFrozenNodeIsNoMemberAnyMoreAndItsLeaseIsOverBeforeAndItGoesWhenItWakes() throws IOException {
        start(3);
        await("they are no beginners any more").during(BEGINNING).atMost(FORMED).until(() -> true);
        BareNode frozen = nodes.getLast();
        long since = System.currentTimeMillis();
        frozen.signal("STOP");
        System.out.println("removed after SIGSTOP, ms: " + untilRemoved(frozen, since, FROZEN));

        frozen.signal("CONT");
        await("its lease is over").atMost(Duration.ofSeconds(10)).until(() -> frozen.when("lease over").isPresent());
        await("it goes").atMost(FROZEN).until(() -> !frozen.isAlive());
        assertThat(frozen.when("lease over")).isPresent();
        assertThat(frozen.lines().getLast()).endsWith("ended");
    }

    /** Shorter than the lease: nobody may take anything from it, and it may go on at once. */
    @Test
    void aNodeThatStumblesForASecondStaysAMemberAndKeepsItsLease() throws IOException {
        start(3);
        BareNode stumbling = nodes.getLast();
        for (int i = 0; i < 3; i++) {
            long since = System.nanoTime();
            stumbling.signal("STOP");
            await().until(() -> System.nanoTime() - since > 1_200_000_000L);
            stumbling.signal("CONT");
            await().during(Duration.ofSeconds(1)).until(() -> true);
        }
        assertThat(stumbling.when("lease over")).isEmpty();
        assertThat(nodes).allMatch(node -> node.when("removed " + stumbling.address()).isEmpty());
    }

    /** Pekko founds a cluster after 3 s without an answer: then every service address has two owners. */
    @Test
    void theFirstSeedNodeFoundsNoClusterWhileTheOthersAreTooBusyToAnswerIt() throws IOException {
        start(3);
        BareNode first = nodes.removeFirst();
        first.signal("KILL");
        untilRemoved(first, System.currentTimeMillis(), FROZEN);

        nodes.forEach(node -> node.signal("STOP"));
        BareNode again = first.again(folder.resolve("again"));
        nodes.addFirst(again);
        await("it asks").atMost(FORMED)
                .until(() -> again.lines().stream().anyMatch(line -> line.contains("asks the others first")));
        await("it waits").during(Duration.ofSeconds(8))
                .atMost(FORMED)
                .until(() -> again.when("up " + again.address()).isEmpty());
        nodes.subList(1, 3).forEach(node -> node.signal("CONT"));

        await("all are members of one cluster").atMost(FORMED).until(() -> nodes.stream().allMatch(this::seesAll));
    }

    @Test
    void aNodeWithOtherEmergencyNumbersIsNotLetInAndTheLogSaysWhy() throws IOException {
        List<NodePlan> plans = NodePlan.cluster(2, 20);
        nodes.add(BareNode.start(plans.getFirst(), folder.resolve("one")));
        await("it is up").atMost(FORMED).until(() -> seesAll(nodes.getFirst()));
        BareNode other = BareNode.start(plans.get(1)
                .with("tandem.emergency-dial-strings = [\"112\", \"911\"]\ntandem.emergency-test-strings = []"),
                folder.resolve("two"));
        try (other) {
            await("it goes").atMost(FORMED).until(() -> !other.isAlive());
            List<String> logs = new ArrayList<>(nodes.getFirst().lines());
            logs.addAll(other.lines());
            assertThat(logs)
                    .anyMatch(line -> line.contains("tandem.emergency-dial-strings is to be the same on every"));
            assertThat(nodes.getFirst().when("up " + other.address())).isEmpty();
        }
    }

    /** A rolling upgrade, node by node: the second build understands the first, the third understands neither. */
    @Test
    void aNodeOfTheNextBuildIsLetInAndOneThatIsTooNewIsNotAndTheLogSaysWhy() throws IOException {
        List<NodePlan> plans = NodePlan.cluster(3, 20);
        nodes.add(BareNode.start(plans.getFirst(), folder.resolve("one")));
        await("it is up").atMost(FORMED).until(() -> seesAll(nodes.getFirst()));
        nodes.add(
                BareNode.start(plans.get(1), folder.resolve("two"), "tandem.join.speech { version = 2, oldest = 1 }"));
        await("the next one is up").atMost(FORMED).until(() -> nodes.stream().allMatch(this::seesAll));

        BareNode third = BareNode.start(plans.get(2), folder.resolve("three"),
                "tandem.join.speech { version = 4, oldest = 3 }");
        try (third) {
            await("it goes").atMost(FORMED).until(() -> !third.isAlive());
            List<String> logs = new ArrayList<>(third.lines());
            nodes.forEach(node -> logs.addAll(node.lines()));
            assertThat(logs).anyMatch(line -> line.contains("the other node speaks version 4 of what nodes say to each "
                    + "other and understands 3 and above, and this one speaks version ")); // 1 or 2, whoever is asked
            assertThat(nodes.getFirst().when("up " + third.address())).isEmpty();
        }
    }
}
