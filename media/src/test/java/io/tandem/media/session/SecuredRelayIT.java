package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.srtp.SrtpReceiver;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.SrtpSender;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.srtp.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session of which the called side is protected, as Microsoft's is, and the caller's is not (F-60). */
@Tag("F-60")
class SecuredRelayIT {
    private static final String HOME = "127.0.0.1";
    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

    private final SrtpScratch scratch = new SrtpScratch();
    private final MasterKey ours = key(1);
    private final MasterKey theirs = key(2);
    private RelayEngine engine;
    private Peer core;
    private Peer mps;
    private Opened session;
    private SrtpSender theirSender = new SrtpSender(theirs, scratch);
    private SrtpReceiver theirReceiver = new SrtpReceiver(ours, scratch);

    private static MasterKey key(int seed) {
        byte[] octets = new byte[SUITE.keyBytes() + SUITE.saltBytes()];
        new Random(seed).nextBytes(octets);
        return MasterKey.of(SUITE, octets);
    }

    @BeforeEach
    void open() throws IOException {
        engine = RelayEngine.start(RelaySettings.ofPorts(46_701, 46_732), RelayListener.NONE);
        core = new Peer(HOME);
        mps = new Peer(HOME);
        session = (Opened) engine.open(new OpenSession("c", HOME, HOME, Optional.empty(), Set.of(MediaEnd.CALLEE)));
        engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLER, HOME, core.port(), core.port() + 1, 8_000));
        describe(ours, theirs, 1);
    }

    @AfterEach
    void close() {
        engine.close();
        core.close();
        mps.close();
    }

    private void describe(MasterKey weSend, MasterKey theySend, int highestTurn) {
        engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLEE, HOME, mps.port(), mps.port() + 1, 8_000)
                .protectedBy(Optional.of(new Protection(weSend, theySend, 0, highestTurn))));
    }

    private static ByteBuffer packet(int ssrc, int sequenceNumber) {
        ByteBuffer packet = ByteBuffer.allocate(256);
        RtpPacket.writeHeader(packet, false, 8, sequenceNumber & 0xffff, sequenceNumber * 160, ssrc);
        byte[] payload = new byte[160];
        Arrays.fill(payload, (byte) sequenceNumber);
        return packet.put(payload).flip();
    }

    private static byte[] bytes(ByteBuffer packet) {
        return Arrays.copyOf(packet.array(), packet.limit());
    }

    private void mpsSends(int sequenceNumber) throws IOException {
        ByteBuffer packet = packet(5, sequenceNumber);
        theirSender.protectRtp(packet);
        mps.send(bytes(packet), HOME, session.callee().rtpPort());
    }

    private ByteBuffer coreHears() throws IOException {
        return ByteBuffer.wrap(core.received());
    }

    /** What the core said, as it is at MPS once it is opened. */
    private ByteBuffer mpsHears() throws IOException {
        byte[] received = mps.received();
        ByteBuffer packet = ByteBuffer.wrap(received);
        assertThat(theirReceiver.openRtp(packet)).isEqualTo(Verdict.GENUINE);
        return packet;
    }

    private void coreSends(int ssrc, int sequenceNumber) throws IOException {
        core.send(bytes(packet(ssrc, sequenceNumber)), HOME, session.caller().rtpPort());
    }

    private static int payload(ByteBuffer packet) {
        assertThat(packet.remaining()).isEqualTo(172);
        return packet.get(packet.position() + 100);
    }

    @Test
    void soundGoesBothWaysPlainOnOneSideAndProtectedOnTheOther() throws IOException {
        for (int i = 1; i < 50; i++) {
            mpsSends(i);
            assertThat(payload(coreHears())).isEqualTo(i);
            coreSends(9, i);
            assertThat(payload(mpsHears())).isEqualTo(i);
        }
    }

    @Test
    @Tag("TRAP-52")
    @Tag("TSP-169")
    void mpsHearsOneStreamWhateverTheCoreDoes() throws IOException {
        coreSends(9, 65_000);
        ByteBuffer first = mpsHears();
        coreSends(10, 3);
        ByteBuffer second = mpsHears();
        coreSends(9, 100);
        ByteBuffer third = mpsHears();
        assertThat(RtpPacket.ssrc(second)).isEqualTo(RtpPacket.ssrc(first));
        assertThat(RtpPacket.ssrc(third)).isEqualTo(RtpPacket.ssrc(first));
        assertThat(RtpPacket.sequenceNumber(third) - RtpPacket.sequenceNumber(first) & 0xffff).isEqualTo(2);
    }

    @Test
    void whatIsPlainOrForgedOrCameBeforeIsRefusedAndCounted() throws IOException {
        mps.send(bytes(packet(5, 1)), HOME, session.callee().rtpPort());
        theirSender = new SrtpSender(key(3), scratch);
        mpsSends(2);
        theirSender = new SrtpSender(theirs, scratch);
        mpsSends(3);
        assertThat(payload(coreHears())).isEqualTo(3);
        theirSender = new SrtpSender(theirs, scratch);
        mpsSends(3);
        until(() -> engine.stats("c").orElseThrow().callee().packetsForged() == 3);
        assertThat(engine.stats("c").orElseThrow().caller().packetsSent()).isEqualTo(1);
    }

    @Test
    @Tag("TRAP-50")
    @Tag("TRAP-56")
    void theSameKeysAgainGoOnAndANewKeyBeginsAnew() throws IOException {
        for (int i = 65_530; i < 65_540; i++) { // past the turn: a context begun anew would be deaf
            mpsSends(i);
            coreHears();
            coreSends(9, i);
            mpsHears();
        }
        describe(ours, theirs, 1);
        mpsSends(65_540);
        assertThat(payload(coreHears())).isEqualTo((byte) 65_540);
        coreSends(9, 65_540);
        mpsHears();
        MasterKey newer = key(4);
        describe(ours, newer, 1);
        theirSender = new SrtpSender(newer, scratch);
        mpsSends(7);
        assertThat(payload(coreHears())).isEqualTo(7);
        coreSends(9, 65_541);
        mpsHears();
    }

    @Test
    void beforeTheKeysAreKnownNothingPasses() throws IOException {
        session = (Opened) engine.open(new OpenSession("d", HOME, HOME, Optional.empty(), Set.of(MediaEnd.CALLEE)));
        engine.describeRemote(new DescribeRemote("d", MediaEnd.CALLER, HOME, core.port(), core.port() + 1, 8_000));
        engine.describeRemote(new DescribeRemote("d", MediaEnd.CALLEE, HOME, mps.port(), mps.port() + 1, 8_000)
                .protectedBy(Optional.empty()));
        coreSends(9, 1);
        mpsSends(1);
        until(() -> engine.stats("d").orElseThrow().callee().packetsRefused() == 1);
        until(() -> engine.stats("d").orElseThrow().caller().packetsReceived() == 1);
        assertThat(engine.stats("d").orElseThrow().callee().packetsSent()).isZero();
    }

    @Test
    void whoTakesOverHearsAPeerWhoseNumbersHaveTurned() throws IOException {
        for (int i = 60_000; i < 60_000 + 3 * 65_536; i += 20_000) {
            theirSender.protectRtp(packet(5, i));
        }
        engine.close("c");
        until(() -> engine.totals().pairsTaken() == 0);
        session = (Opened) engine.open(new OpenSession("c", HOME, HOME,
                Optional.of(new OpenSession.Ports(session.caller().rtpPort(), session.callee().rtpPort())),
                Set.of(MediaEnd.CALLEE)));
        engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLER, HOME, core.port(), core.port() + 1, 8_000));
        describe(ours, theirs, 9);
        mpsSends(60_000 + 3 * 65_536);
        assertThat(coreHears().remaining()).isEqualTo(172);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
