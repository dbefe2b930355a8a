package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.codec.SpeechCodec;
import io.tandem.media.rtp.Rtcp;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.session.OpenResult.Opened;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session whose called side gets comfort noise where the caller's says nothing. */
@Tag("TSP-163")
@Tag("F-65")
class FilledRelayIT {
    private static final String HOME = "127.0.0.1";
    private static final int PCMA = 8;
    /** dBov: far softer than speech, and not nothing. */
    private static final double SOFT = -60;
    private static final double DEAD = -75;

    private RelayEngine engine;
    private Peer core;
    private Peer mps;
    private Opened session;
    private int sequenceNumber;

    @BeforeEach
    void open() throws IOException {
        engine = RelayEngine.start(RelaySettings.ofPorts(46_921, 46_952), RelayListener.NONE);
        core = new Peer(HOME);
        mps = new Peer(HOME);
        session = (Opened) engine.open(new OpenSession("c", HOME, HOME, Optional.empty(), Set.of(),
                OpenSession.Dscp.EXPEDITED_FORWARDING, Set.of(MediaEnd.CALLEE)));
        describe(MediaEnd.CALLER, core);
        describe(MediaEnd.CALLEE, mps);
        engine.watch("c", _ -> {
        });
    }

    @AfterEach
    void close() {
        engine.close();
        core.close();
        mps.close();
    }

    private void describe(MediaEnd end, Peer peer) {
        engine.describeRemote(new DescribeRemote("c", end, HOME, peer.port(), peer.port() + 1, 8_000));
    }

    private void says(Peer peer, OpenResult.LocalMedia to) throws IOException {
        says(peer, to, PCMA, 160);
    }

    private void says(Peer peer, OpenResult.LocalMedia to, int payloadType, int octets) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.FIXED_HEADER_BYTES + octets);
        RtpPacket.writeHeader(packet, false, payloadType, sequenceNumber, sequenceNumber * 160, 5);
        sequenceNumber++;
        peer.send(packet.array(), to.address(), to.rtpPort());
    }

    private ByteBuffer heard(Peer peer) throws IOException {
        ByteBuffer packet;
        do {
            packet = ByteBuffer.wrap(peer.received());
        } while (Rtcp.isRtcp(packet));
        return packet;
    }

    private static double loudness(ByteBuffer packet) {
        byte[] payload = new byte[RtpPacket.payloadBytes(packet)];
        packet.get(RtpPacket.headerBytes(packet), payload);
        short[] samples = new short[payload.length];
        SpeechCodec.PCMA.decoder().decode(payload, 0, payload.length, samples, 0);
        double sum = 1e-9;
        for (short sample : samples) {
            sum += sample * sample;
        }
        return 10 * Math.log10(sum / samples.length / (32_768.0 * 32_768));
    }

    @Test
    void noiseFollowsUponSpeechAndSpeechUponNoise() throws IOException {
        says(core, session.caller());
        ByteBuffer speech = heard(mps);

        ByteBuffer first = heard(mps);
        ByteBuffer second = heard(mps);

        assertThat(loudness(first)).isBetween(DEAD, SOFT);
        assertThat(first.remaining()).isEqualTo(speech.remaining());
        assertThat(RtpPacket.payloadType(first)).isEqualTo(PCMA);
        assertThat(RtpPacket.ssrc(first)).isEqualTo(RtpPacket.ssrc(speech));
        assertThat(RtpPacket.marker(first)).isTrue();
        assertThat(RtpPacket.marker(second)).isFalse();
        assertThat(RtpPacket.sequenceNumber(second) - RtpPacket.sequenceNumber(speech) & 0xffff).isEqualTo(2);
        says(core, session.caller());
        int last = RtpPacket.sequenceNumber(second);
        for (ByteBuffer next = heard(mps); loudness(next) != loudness(speech); next = heard(mps)) {
            last = RtpPacket.sequenceNumber(next); // what was on its way
        }
        int numbered = (last - RtpPacket.sequenceNumber(speech) & 0xffff) + 2;
        until(() -> sent() >= numbered);
    }

    @Test
    void whoHasBeenSentNothingYetGetsItInTheSpeechThatItSendsItself() throws IOException {
        says(mps, session.callee());
        assertThat(RtpPacket.payloadType(heard(mps))).isEqualTo(PCMA);
    }

    @Test
    void wherePacketsComeThereIsNone() throws IOException {
        for (int i = 0; i < 60; i++) {
            says(core, session.caller());
            assertThat(RtpPacket.marker(heard(mps))).isFalse();
        }
        until(() -> sent() >= 60); // it is counted once it has gone
        assertThat(sent()).isEqualTo(60);
    }

    /** Opus, say: PCMA would be noise of another kind to whoever has agreed on that. */
    @Test
    void whoHasGoneOverToSpeechThatWeDoNotSpeakGetsNone() throws IOException {
        says(core, session.caller());
        heard(mps);
        says(core, session.caller(), 111, 60);
        assertThat(RtpPacket.payloadType(heard(mps))).isEqualTo(111);
        until(this::isQuiet);
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void aDigitChangesNothing() throws IOException {
        says(core, session.caller());
        heard(mps);
        says(core, session.caller(), 101, 4);
        assertThat(RtpPacket.payloadType(heard(mps))).isEqualTo(101);
        assertThat(RtpPacket.payloadType(heard(mps))).isEqualTo(PCMA);
    }

    @Test
    void onHoldThereIsNone() throws IOException {
        says(core, session.caller());
        heard(mps);
        heard(mps);

        engine.rest("c");

        until(this::isQuiet);
    }

    /** Whether nothing has been sent for longer than from one look to the next. */
    private boolean isQuiet() {
        long sent = sent();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700);
        while (System.nanoTime() < end) {
            if (sent() != sent) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @Test
    void theOtherEndGetsNone() throws IOException {
        says(mps, session.callee());
        heard(core);
        says(core, session.caller());
        heard(mps);
        heard(mps);
        assertThat(engine.stats("c").orElseThrow().caller().packetsSent()).isEqualTo(1);
    }

    private long sent() {
        return engine.stats("c").orElseThrow().callee().packetsSent();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        }
    }
}
