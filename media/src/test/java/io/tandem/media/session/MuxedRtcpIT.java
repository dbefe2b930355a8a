package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.srtp.SrtpReceiver;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.SrtpSender;
import io.tandem.media.srtp.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ends that have RTCP on the port of RTP (RFC 5761), each for itself. */
@Tag("TSP-143")
class MuxedRtcpIT {
    private static final String HOME = "127.0.0.1";
    private static final byte[] RECEIVER_REPORT = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 7};
    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

    private RelayEngine engine;
    private Peer muxed;
    private Peer core;
    private Peer coreRtcp;

    @BeforeEach
    void start() throws IOException {
        engine = RelayEngine.start(RelaySettings.ofPorts(46_801, 46_832), RelayListener.NONE);
        muxed = new Peer(HOME, 15_000);
        core = new Peer(HOME);
        coreRtcp = new Peer(HOME);
    }

    @AfterEach
    void stop() {
        engine.close();
        muxed.close();
        core.close();
        coreRtcp.close();
    }

    private void describe(MediaEnd end, int rtpPort, int rtcpPort) {
        engine.describeRemote(new DescribeRemote("c", end, HOME, rtpPort, rtcpPort, 8_000));
    }

    @Test
    void aMuxedEndSendsAndGetsRtcpOnItsRtpPortAndTheOtherDoesNot() throws IOException {
        Opened session = (Opened) engine.open(new OpenSession("c", HOME, HOME, Optional.empty()));
        describe(MediaEnd.CALLER, muxed.port(), muxed.port());
        describe(MediaEnd.CALLEE, core.port(), coreRtcp.port());

        muxed.send(RECEIVER_REPORT, HOME, session.caller().rtpPort());
        assertThat(coreRtcp.received()).isEqualTo(RECEIVER_REPORT);
        assertThat(coreRtcp.senderPort()).isEqualTo(session.callee().rtcpPort());

        coreRtcp.send(RECEIVER_REPORT, HOME, session.callee().rtcpPort());
        assertThat(muxed.received()).isEqualTo(RECEIVER_REPORT);
        assertThat(muxed.senderPort()).isEqualTo(session.caller().rtpPort());

        muxed.sendRtp(session.caller());
        assertThat(core.received()).hasSize(172);
        SessionStats.EndStats caller = engine.close("c").orElseThrow().caller();
        assertThat(caller.packetsReceived()).as("a report is no packet of speech").isEqualTo(1);
        assertThat(caller.rtcpReceived()).isEqualTo(1);
        assertThat(caller.packetsRefused()).isZero();
    }

    @Test
    void whoHasNotAgreedIsNotHeardSo() throws IOException {
        Opened session = (Opened) engine.open(new OpenSession("c", HOME, HOME, Optional.empty()));
        describe(MediaEnd.CALLER, muxed.port(), muxed.port() + 1);
        describe(MediaEnd.CALLEE, core.port(), coreRtcp.port());

        muxed.send(RECEIVER_REPORT, HOME, session.caller().rtpPort());
        muxed.sendRtp(session.caller());

        assertThat(core.received()).hasSize(172);
        SessionStats.EndStats caller = engine.close("c").orElseThrow().caller();
        assertThat(caller.rtcpReceived()).isZero();
        assertThat(caller.packetsRefused()).isEqualTo(1);
    }

    /** What tells the two apart is never encrypted (RFC 5761 §4, RFC 3711 §3.4). */
    @Test
    void protectedReportsComeAndGoOnTheRtpPortToo() throws IOException {
        MasterKey ours = key(1);
        MasterKey theirs = key(2);
        SrtpScratch scratch = new SrtpScratch();
        SrtpSender sender = new SrtpSender(theirs, scratch);
        SrtpReceiver receiver = new SrtpReceiver(ours, scratch);
        Opened session = (Opened) engine
                .open(new OpenSession("c", HOME, HOME, Optional.empty(), Set.of(MediaEnd.CALLEE)));
        describe(MediaEnd.CALLER, core.port(), coreRtcp.port());
        engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLEE, HOME, muxed.port(), muxed.port(), 8_000)
                .protectedBy(Optional.of(new Protection(ours, theirs, 0, 1))));

        ByteBuffer report = ByteBuffer.allocate(256).put(RECEIVER_REPORT).flip();
        sender.protectRtcp(report);
        muxed.send(Arrays.copyOf(report.array(), report.limit()), HOME, session.callee().rtpPort());

        ByteBuffer heard = ByteBuffer.wrap(muxed.received()); // ours, within 7.5 s
        assertThat(receiver.openRtcp(heard)).isEqualTo(Verdict.GENUINE);
        assertThat(muxed.senderPort()).isEqualTo(session.callee().rtpPort());
        SessionStats.EndStats callee = engine.close("c").orElseThrow().callee();
        assertThat(callee.rtcpReceived()).isEqualTo(1);
        assertThat(callee.packetsForged()).isZero();
    }

    private static MasterKey key(int octet) {
        byte[] octets = new byte[SUITE.keyBytes() + SUITE.saltBytes()];
        Arrays.fill(octets, (byte) octet);
        return MasterKey.of(SUITE, octets);
    }
}
