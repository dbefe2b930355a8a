package io.tandem.cluster.cli;

import io.tandem.cluster.boot.TemporaryDirectory;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Manner;
import io.tandem.ops.lab.cassandra.CassandraServer;
import io.tandem.ops.lab.cassandra.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What the demo of a cluster runs: a Cassandra, three nodes as processes, and a telephone exchange on either side. */
final class ClusterDemoNetwork implements AutoCloseable {
    private static final int MOST_CALLS = DemoPlan.AT_ONCE + DemoPlan.AT_ONCE / 4;

    private final ClusterDemoPlan plan;
    private final TemporaryDirectory directory = TemporaryDirectory.create("tandem-demo-");
    private final List<DemoNode> nodes = new ArrayList<>();
    private final BlockingQueue<CallReport> reports = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private LabAgent core;
    private LabAgent mps;
    private boolean closed;

    ClusterDemoNetwork(ClusterDemoPlan plan) throws IOException {
        this.plan = plan;
    }

    void startDatabase(int storagePort) throws IOException {
        others.add(CassandraServer.start(new ServerSettings(directory.path().resolve("cassandra"), DemoPorts.HOST,
                plan.databasePort(), storagePort, false)));
    }

    /** The first founds the cluster, the others join it. Returns when all are ready. */
    void startNodes() throws IOException {
        for (int node = 0; node < ClusterDemoPlan.NODES; node++) {
            synchronized (this) {
                nodes.add(DemoNode.begin(ClusterDemoPlan.host(node), plan.ports().ops(),
                        plan.folder(directory.path(), node), plan.configuration(node)));
            }
            if (node == 0) {
                nodes.getFirst().awaitReady();
            }
        }
        for (DemoNode node : nodes) {
            node.awaitReady();
        }
    }

    void startExchanges() throws IOException {
        core = agent("core-1", plan.ports().corePeer(), DemoPorts.CORE_PEER_MEDIA, Manner.CORE);
        mps = agent("mps-1", plan.ports().mpsPeer(), DemoPorts.MPS_PEER_MEDIA, DemoPlan.microsoft());
    }

    private LabAgent agent(String name, int port, int firstMediaPort, Manner manner) throws IOException {
        LabAgent agent = LabAgent.start(new AgentSettings(name, DemoPorts.address(port),
                InetAddress.ofLiteral(DemoPorts.HOST), firstMediaPort,
                firstMediaPort + DemoPorts.PEER_MEDIA_PORTS - 1, List.of(Codec.PCMA, Codec.PCMU),
                ClusterDemoPlan.answering(), MOST_CALLS).in(manner), reports::add);
        others.add(agent);
        return agent;
    }

    LabAgent caller(DemoPlan.Direction direction) {
        return switch (direction) {
            case CORE_TO_MPS -> core;
            case MPS_TO_CORE -> mps;
        };
    }

    DemoNode node(int node) {
        return nodes.get(node);
    }

    /** Those that are not killed. */
    List<DemoNode> survivors() {
        return nodes.stream().filter(node -> node != nodes.get(ClusterDemoPlan.VICTIM)).toList();
    }

    Path directory() {
        return directory.path();
    }

    /** Of both sides. */
    BlockingQueue<CallReport> reports() {
        return reports;
    }

    /** Stops all of it and removes the directory; the second time it does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        nodes.forEach(DemoNode::kill); // nobody will ask them any more, and their data goes with them
        nodes.forEach(DemoNode::close);
        for (AutoCloseable other : others.reversed()) {
            try {
                other.close();
            } catch (Exception stays) {
                System.err.println("tandem: " + Failures.words(stays));
            }
        }
        directory.close();
    }
}
