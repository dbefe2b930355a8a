package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.EdgeLoops.Polling;
import io.tandem.port.EdgeListener;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first moments of an address that is taken over: whoever speaks to it while its calls come back is heard (design §4). */
class BoundEdgeIT {
    private final RecordingCalls calls = new RecordingCalls();
    private EdgeLoops loops;
    private SipEdgeHost edge;

    @BeforeEach
    void bind() {
        loops = EdgeLoops.start(1, Polling.best());
        edge = SipEdgeHost.create(EdgeFixture.config(TransactionSettings.DEFAULT, StreamLimits.DEFAULT), loops,
                EdgeListener.NONE, TransactionListener.NONE);
        assertThat(edge.bind(calls)).isInstanceOf(EdgeStart.Started.class);
    }

    @AfterEach
    void stop() {
        edge.stop();
        loops.close();
    }

    @Test
    void aDatagramWaitsUntilTheEdgeHearsAndNeedsNotComeAgain() {
        int port = edge.advertised(EdgeFixture.UDP).port();
        try (UdpPeer peer = new UdpPeer("127.0.0.1", port)) {
            peer.send(Wire.request("OPTIONS", "UDP", peer.port()));
            assertThat(peer.hearsNothingFor(300)).isTrue();
            edge.hear();
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(200);
        }
    }

    @Test
    void soDoesAConnection() {
        try (TcpPeer peer = TcpPeer.connect(edge.advertised(EdgeFixture.TCP).port())) {
            peer.send(Wire.request("OPTIONS", "TCP", peer.port()));
            edge.hear();
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(200);
        }
    }
}
