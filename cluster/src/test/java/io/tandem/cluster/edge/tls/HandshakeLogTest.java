package io.tandem.cluster.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.EdgeListener.TlsFailure;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakeLogTest {
    private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");
    private final HandshakeLog log = new HandshakeLog();

    @Test
    void onePeersOneReasonIsToldOnceAMinute() {
        assertThat(told(TlsFailure.EXPIRED, PEER, 0)).isTrue();
        assertThat(told(TlsFailure.EXPIRED, PEER, 59)).isFalse();
        assertThat(told(TlsFailure.EXPIRED, PEER, 60)).isTrue();
    }

    @Test
    void anotherReasonPeerOrDirectionIsNews() {
        assertThat(told(TlsFailure.EXPIRED, PEER, 0)).isTrue();
        assertThat(told(TlsFailure.NAME, PEER, 0)).isTrue();
        assertThat(told(TlsFailure.EXPIRED, OTHER, 0)).isTrue();
        assertThat(log.worthTelling(TlsFailure.EXPIRED, PEER, true, 0)).isTrue();
    }

    @Test
    void whatIsRememberedIsBounded() {
        assertThat(told(TlsFailure.EXPIRED, PEER, 0)).isTrue();
        for (int i = 0; i < 1_024; i++) {
            assertThat(told(TlsFailure.EXPIRED, InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256), 0)).isTrue();
        }
        assertThat(told(TlsFailure.EXPIRED, PEER, 1)).as("forgotten, so told again").isTrue();
    }

    private boolean told(TlsFailure failure, InetAddress peer, int second) {
        return log.worthTelling(failure, peer, false, Duration.ofSeconds(second).toNanos());
    }
}
