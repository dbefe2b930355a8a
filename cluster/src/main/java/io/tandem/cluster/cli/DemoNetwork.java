package io.tandem.cluster.cli;

import io.tandem.cluster.boot.Node;
import io.tandem.cluster.boot.StartFailure;
import io.tandem.cluster.boot.TemporaryDirectory;
import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Manner;
import io.tandem.ops.lab.NameServer;
import io.tandem.ops.lab.Observations;
import io.tandem.ops.lab.Signalling;
import io.tandem.ops.lab.tls.CertificateFolder;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** What a demo runs: a node on a fresh data directory, and a telephone exchange on either side of it. */
final class DemoNetwork implements AutoCloseable {
    private static final int PORT_ATTEMPTS = 3;

    private final DemoPorts ports;
    private final Path directory;
    private final CertificateFolder tls;
    private final NameServer names;
    private final Node node;
    private final BlockingQueue<CallReport> reports = new LinkedBlockingQueue<>();
    private LabAgent core;
    private LabAgent mps;
    private boolean closed;

    private DemoNetwork(DemoPorts ports, Path directory, CertificateFolder tls, NameServer names, Node node) {
        this.ports = ports;
        this.directory = directory;
        this.tls = tls;
        this.names = names;
        this.node = node;
    }

    /** Starts all of it and returns when calls can be placed. */
    static DemoNetwork start(DemoPlan plan) throws IOException, StartFailure {
        TemporaryDirectory own = TemporaryDirectory.create("tandem-demo-");
        Path directory = own.path();
        DemoNetwork network = null;
        try {
            network = withNode(directory, CertificateFolder.write(directory.resolve("tls"), List.of(
                    DemoPlan.GATEWAY_NAME), List.of(DemoPlan.MPS_NAME), Instant.now(), KeyAlgorithm.EC_P256));
            network.core = network.agent("core-1", network.ports.corePeer(), DemoPorts.CORE_PEER_MEDIA,
                    plan.coreAnswering(), Manner.CORE, Signalling.UDP);
            network.mps = network.agent("mps-1", network.ports.mpsPeer(), DemoPorts.MPS_PEER_MEDIA,
                    plan.mpsAnswering(), DemoPlan.microsoft(), network.microsoft());
            return network;
        } catch (IOException | StartFailure | RuntimeException failure) {
            if (network != null) {
                network.close();
            } else {
                own.close();
            }
            throw failure;
        }
    }

    /** Between the look for a port and its use another program may take it: then the look is repeated. */
    private static DemoNetwork withNode(Path directory, CertificateFolder tls) throws IOException, StartFailure {
        for (int attempt = 1; attempt < PORT_ATTEMPTS; attempt++) {
            try {
                return withNode(directory, tls, DemoPorts.free());
            } catch (StartFailure | IOException taken) {
                System.err.println("tandem: " + Failures.words(taken) + "; trying again on other ports");
            }
        }
        return withNode(directory, tls, DemoPorts.free());
    }

    private static DemoNetwork withNode(Path directory, CertificateFolder tls, DemoPorts ports)
            throws IOException, StartFailure {
        InetAddress host = InetAddress.ofLiteral(DemoPorts.HOST);
        NameServer names = NameServer.start(host, DemoPlan.MPS_NAME, host);
        try {
            String configuration = ports.configuration(tls, names.listens());
            return switch (ConfigFile.read("demo", configuration, Optional.of(directory.resolve("data")))) {
                case ConfigResult.Right(TandemConfig config) -> new DemoNetwork(ports, directory, tls, names,
                        Node.start(config));
                case ConfigResult.Wrong wrong -> throw new IOException(wrong.report());
            };
        } catch (IOException | StartFailure | RuntimeException failure) {
            names.close();
            throw failure;
        }
    }

    private LabAgent agent(String name, int port, int firstMediaPort, Answering answering, Manner manner,
            Signalling signalling)
            throws IOException {
        return LabAgent.start(new AgentSettings(name, DemoPorts.address(port), InetAddress.ofLiteral(DemoPorts.HOST),
                firstMediaPort, firstMediaPort + DemoPorts.PEER_MEDIA_PORTS - 1, List.of(Codec.PCMA, Codec.PCMU),
                answering, DemoPlan.AT_ONCE + DemoPlan.AT_ONCE / 4).over(signalling).in(manner), reports::add);
    }

    /** Mutual TLS, by names (TSP-1, TSP-21). */
    private Signalling microsoft() throws IOException {
        return Signalling.tls(tls.peer(DemoPlan.MPS_NAME, DemoPlan.GATEWAY_NAME), DemoPlan.MPS_NAME,
                new Signalling.Gateway(DemoPlan.GATEWAY_NAME, DemoPorts.address(ports.mps())));
    }

    /** What the Microsoft side saw of the gateway. */
    Observations seenByMicrosoft() {
        return mps.observations();
    }

    LabAgent caller(DemoPlan.Direction direction) {
        return switch (direction) {
            case CORE_TO_MPS -> core;
            case MPS_TO_CORE -> mps;
        };
    }

    DemoPorts ports() {
        return ports;
    }

    /** Where the node keeps its data until {@link #close}. */
    Path directory() {
        return directory;
    }

    /** Of both sides; two for a call that reached the other side. */
    BlockingQueue<CallReport> reports() {
        return reports;
    }

    /** Stops all of it and removes the data directory; the second time it does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Stream.of(Optional.ofNullable(core), Optional.ofNullable(mps))
                .flatMap(Optional::stream)
                .forEach(
                        LabAgent::close);
        node.stop();
        names.close();
        new TemporaryDirectory(directory).close();
    }
}
