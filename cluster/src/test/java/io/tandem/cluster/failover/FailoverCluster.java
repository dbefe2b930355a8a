package io.tandem.cluster.failover;

import io.tandem.call.actor.Seal;
import io.tandem.cluster.NodeHosts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TestCassandra;
import io.tandem.cluster.e2e.Figures;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Three nodes in processes of their own on one real Cassandra. */
final class FailoverCluster implements AutoCloseable {
    private static final String ACCOUNT = """
            {"serviceDetails": {"teamsOperatorConnect": {"enabled": true, "syncEnabled": false}}}""";
    private static final String NUMBER = """
            {"serviceDetails": {"teamsOperatorConnect": {"enabled": true, "assignmentStatus": "assigned"}}}""";

    /** How long a node may warm itself up: benches have it do so as operators do, tests have no time for it. */
    private static final String WARM_UP = System.getProperty("tandem.failover.warm-up", "0 s");

    private final List<NodeProcess> nodes = new ArrayList<>();

    /** @param calls how many the nodes have room for, each; @param secured whether Microsoft's side speaks SRTP */
    static FailoverCluster start(int calls, NodeHosts hosts, Path folder, boolean secured) throws IOException {
        FailoverCluster cluster = new FailoverCluster();
        try {
            String extra = TestCassandra.hocon(TestCassandra.newKeyspace()) + "\ntandem.warm-up = " + WARM_UP + "\n";
            for (NodePlan plan : plans(calls, hosts, folder, secured)) {
                int node = cluster.nodes.size();
                cluster.nodes.add(NodeProcess.start(plan.with(extra),
                        Files.createDirectories(folder.resolve("node-" + node)), hosts, node));
            }
            cluster.provision();
            return cluster;
        } catch (IOException | RuntimeException | Error refused) {
            cluster.close();
            throw refused;
        }
    }

    private static List<NodePlan> plans(int calls, NodeHosts hosts, Path folder, boolean secured) throws IOException {
        List<NodePlan> plain = NodePlan.cluster(FailoverPlan.NODES, calls, hosts);
        if (!secured) {
            return plain;
        }
        Path seal = seal(folder);
        return plain.stream().map(plan -> plan.secured(hosts, seal)).toList();
    }

    /** What all nodes seal the keys of media with. */
    private static Path seal(Path folder) throws IOException {
        byte[] key = new byte[Seal.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Files.writeString(folder.resolve("media.seal"), Base64.getEncoder().encodeToString(key) + "\n");
    }

    private void provision() throws IOException {
        String number = URLEncoder.encode(FailoverPlan.NUMBER, StandardCharsets.UTF_8);
        for (HttpResponse<String> response : List.of(nodes.getFirst().put("/accounts/bench", ACCOUNT),
                nodes.getFirst().put("/accounts/bench/numbers/" + number, NUMBER))) {
            if (response.statusCode() / 100 != 2) {
                throw new IOException("not provisioned: " + response.statusCode() + " " + response.body());
            }
        }
    }

    /** Starts a node again that has ended; where nodes warm up, behind all others until it is warm. */
    void startAgain(int node) throws IOException {
        if (WARM_UP.startsWith("0 ")) {
            nodes.get(node).start();
        } else {
            nodes.get(node).startBehindTheOthers();
        }
    }

    NodePlan plan() {
        return nodes.getFirst().plan();
    }

    NodeProcess node(int node) {
        return nodes.get(node);
    }

    /** Whether every node has its own address, and each is told about as its own. */
    boolean atHome() {
        for (int node = 0; node < nodes.size(); node++) {
            if (!nodes.get(node).log().contains("service address " + (char) ('a' + node) + " is at work here")) {
                return false;
            }
        }
        return true;
    }

    /** Whether a node says that the database takes no writes. */
    boolean anyWithoutDatabase() {
        return nodes.stream().anyMatch(node -> Figures.of(node).sum("tandem_journal_away") > 0);
    }

    /** Whoever is alive, the first first. */
    NodeProcess survivor() {
        return nodes.stream().filter(NodeProcess::isAlive).findFirst().orElseThrow();
    }

    List<String> logs() {
        return nodes.stream().map(NodeProcess::log).toList();
    }

    @Override
    public void close() {
        nodes.reversed().forEach(NodeProcess::close);
    }
}
