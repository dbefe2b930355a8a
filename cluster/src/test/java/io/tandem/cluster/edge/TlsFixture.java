package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.EdgeLoops.Polling;
import io.tandem.cluster.edge.tls.TlsSettings;
import io.tandem.cluster.edge.tls.TlsSettings.ClientCertificate;
import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.cluster.edge.tls.TlsSettings.GroupTls;
import io.tandem.cluster.edge.tls.TlsSettings.Identity;
import io.tandem.cluster.edge.tls.TlsSettings.ListenerTls;
import io.tandem.cluster.edge.tls.TlsSettings.Version;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkRates;
import io.tandem.port.TrunkSecurity;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.TransactionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An edge that serves and speaks TLS as {@code sbc.example.com}, with one trunk to {@code *.peer.example}. */
final class TlsFixture implements AutoCloseable {
    static final String LISTENER = "mps-tls";
    static final String TRUNK = "teams";
    static final String OTHER_TRUNK = "zoom";
    static final String PEER = "sip.peer.example";

    final RecordingCalls calls = new RecordingCalls();
    final CountingListener counts = new CountingListener();
    final EdgeLoops loops = EdgeLoops.start(1, Polling.best());
    final TlsFiles files;
    final SipEdgeHost edge;

    private TlsFixture(TlsFiles files, TlsSettings tls, StreamLimits streams) {
        this.files = files;
        EdgeConfig config = new EdgeConfig(4_711, List.of(new EdgeConfig.Listener(LISTENER, Transport.TLS,
                "127.0.0.1", 0, Optional.of("sbc.example.com"))),
                List.of(trunk(TRUNK, PEER), trunk(OTHER_TRUNK, "sip.other.example")), TransactionSettings.DEFAULT,
                ParseLimits.DEFAULT, streams, EdgeConfig.Protection.NONE, tls);
        this.edge = SipEdgeHost.create(config, loops, counts, counts);
        assertThat(edge.start(calls)).isInstanceOf(EdgeStart.Started.class);
    }

    static TlsFixture start(Path folder, Engine engine) {
        return start(folder, engine, Version.TLS_1_2, ClientCertificate.REQUIRE, StreamLimits.DEFAULT);
    }

    static TlsFixture start(Path folder, Engine engine, Version minimum, ClientCertificate wanted,
            StreamLimits streams) {
        TlsFiles files = TlsFiles.in(folder);
        files.own("gateway", "sbc.example.com");
        files.own("second", "sbc2.example.com");
        files.own("outside", "client.example.com");
        TlsSettings settings = new TlsSettings(
                List.of(identity(files, "gateway"), identity(files, "second"), identity(files, "outside")),
                Map.of(LISTENER, new ListenerTls(List.of("gateway", "second"), files.roots(), wanted)),
                Map.of(TRUNK, new GroupTls("outside", files.roots()), OTHER_TRUNK,
                        new GroupTls("gateway", files.roots())),
                minimum, true, engine, Duration.ofMillis(50));
        return new TlsFixture(files, settings, streams);
    }

    private static Identity identity(TlsFiles files, String name) {
        return new Identity(name, files.certificate(name), files.key(name));
    }

    private static PeerGroup trunk(String name, String peerName) {
        return new PeerGroup(name, Side.MPS, List.of(LISTENER), Transport.TLS, Optional.empty(), Set.of(),
                List.of("127.0.0.0/8"), List.of(new Peer("mps-1", "127.0.0.9", 5061),
                        new Peer("mps-2", new PeerAddress.ARecord(peerName, 5061), 1)),
                new TrunkSecurity(List.of(peerName)), TrunkRates.DEFAULT, TrunkNumbers.DEFAULT,
                TrunkProbing.DEFAULT);
    }

    int port() {
        return edge.advertised(LISTENER).port();
    }

    static Flow to(int port, String trunk) {
        return Flow.to(LISTENER, Transport.TLS, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
                .of(trunk);
    }

    @Override
    public void close() {
        edge.stop();
        loops.close();
    }
}
