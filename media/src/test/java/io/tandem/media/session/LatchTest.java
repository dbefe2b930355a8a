package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TRAP-60: whose packets are the peer's. */
@Tag("TRAP-60")
class LatchTest {
    private static final InetSocketAddress DESCRIBED = at("192.0.2.1", 4000);
    private static final InetSocketAddress DESCRIBED_HOST = at("192.0.2.1", 9000);
    private static final InetSocketAddress STRANGER = at("198.51.100.1", 4000);
    private static final InetSocketAddress OTHER_STRANGER = at("198.51.100.2", 4000);
    private final Latch latch = new Latch();

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static RemoteAddresses said(String host, int port) {
        return new RemoteAddresses(at(host, port), at(host, port + 1), false);
    }

    @Test
    void theFirstSourceLocksAndAnEqualOneIsRefused() {
        assertThat(latch.admitsRtp(STRANGER)).isTrue();
        assertThat(latch.admitsRtp(OTHER_STRANGER)).isFalse();
        assertThat(latch.admitsRtp(STRANGER)).isTrue();
        assertThat(latch.rtpTarget()).isEqualTo(STRANGER);
    }

    @Test
    void theDescribedHostTakesOverFromAStrangerAndIsNotLostToOne() {
        latch.describe(said("192.0.2.1", 4000));
        assertThat(latch.admitsRtp(STRANGER)).isTrue();
        assertThat(latch.admitsRtp(DESCRIBED_HOST)).isTrue();
        assertThat(latch.admitsRtp(STRANGER)).isFalse();
        assertThat(latch.admitsRtp(DESCRIBED)).isTrue();
        assertThat(latch.admitsRtp(DESCRIBED_HOST)).isFalse();
    }

    @Test
    void mediaBeforeTheAnswerLocksAndTheAnswerJudgesIt() {
        latch.admitsRtp(DESCRIBED);
        latch.describe(said("192.0.2.1", 4000));
        assertThat(latch.admitsRtp(DESCRIBED_HOST)).isFalse();
        assertThat(latch.rtpTarget()).isEqualTo(DESCRIBED);
    }

    @Test
    void beforeAnyPacketTheDescriptionIsTheTarget() {
        latch.describe(said("192.0.2.1", 4000));
        assertThat(latch.rtpTarget()).isEqualTo(DESCRIBED);
        assertThat(latch.rtcpTarget()).isEqualTo(at("192.0.2.1", 4001));
        assertThat(latch.latched()).isFalse();
    }

    @Test
    void theSameDescriptionAgainChangesNothing() { // TRAP-17
        latch.describe(said("192.0.2.1", 4000));
        latch.admitsRtp(STRANGER);
        latch.describe(said("192.0.2.1", 4000));
        assertThat(latch.rtpTarget()).isEqualTo(STRANGER);
    }

    @Test
    void aNewDescriptionUnlocksAndTheOldSourceDoesNotLockAgain() {
        latch.describe(said("192.0.2.1", 4000));
        latch.admitsRtp(DESCRIBED);
        latch.describe(said("203.0.113.7", 6000));
        assertThat(latch.admitsRtp(DESCRIBED)).isFalse();
        assertThat(latch.rtpTarget()).isEqualTo(at("203.0.113.7", 6000));
        assertThat(latch.admitsRtp(STRANGER)).isTrue();
    }

    @Test
    void holdSilencesAndResumeFindsThePeerWhereItWas() {
        latch.describe(said("192.0.2.1", 4000));
        latch.admitsRtp(STRANGER);
        latch.describe(new RemoteAddresses(null, null, true));
        assertThat(latch.rtpTarget()).isNull();
        assertThat(latch.rtcpTarget()).isNotNull();
        latch.describe(said("192.0.2.1", 4000));
        assertThat(latch.rtpTarget()).isEqualTo(STRANGER);
    }

    @Test
    void rtcpComesFromTheHostOfTheRtpAndFromOnePort() {
        assertThat(latch.admitsRtcp(STRANGER)).isFalse();
        latch.admitsRtp(STRANGER);
        assertThat(latch.admitsRtcp(at("198.51.100.1", 4001))).isTrue();
        assertThat(latch.admitsRtcp(at("198.51.100.1", 4003))).isFalse();
        assertThat(latch.admitsRtcp(OTHER_STRANGER)).isFalse();
        assertThat(latch.rtcpTarget()).isEqualTo(at("198.51.100.1", 4001));
    }
}
