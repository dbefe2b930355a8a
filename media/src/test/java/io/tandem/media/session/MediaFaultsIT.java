package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.rtp.Rtcp;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Translation;
import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.session.SessionStats.EndStats;
import io.tandem.media.srtp.SrtpReceiver;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.SrtpSender;
import io.tandem.media.srtp.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a peer may send that it should not: whatever it is, each packet is counted once, nothing throws, and speech goes on behind
 * it. The session does all that one can: its called side is protected, and speaks another law than the caller's.
 */
@Tag("F-60")
class MediaFaultsIT {
    private static final String HOME = "127.0.0.1";
    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private static final int FAULTS = 2_000;
    private static final int SPOKEN_AFTER = 50;

    private final SrtpScratch scratch = new SrtpScratch();
    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private RelayEngine engine;
    private Opened session;

    @BeforeEach
    void open() {
        engine = RelayEngine.start(RelaySettings.ofPorts(46_881, 46_912), new RelayListener() {
            @Override
            public void handlerFailed(RuntimeException cause) {
                thrown.add(cause);
            }

            @Override
            public void loopDied(Throwable cause) {
                thrown.add(cause);
            }
        });
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static MasterKey key(Random random) {
        byte[] octets = new byte[SUITE.keyBytes() + SUITE.saltBytes()];
        random.nextBytes(octets);
        return MasterKey.of(SUITE, octets);
    }

    /** One side of the session, and how it writes a good packet. */
    private final class Side implements AutoCloseable {
        private final MediaEnd end;
        private final Peer peer = new Peer(HOME);
        private final Random dice;
        private final int payloadType;
        private final Optional<SrtpSender> sender;
        private final Optional<SrtpReceiver> receiver;
        private int ssrc;
        private int sequenceNumber;
        private int timestamp;
        private byte[] good = new byte[0];

        Side(MediaEnd end, Random dice, int payloadType, Optional<SrtpSender> sender, Optional<SrtpReceiver> receiver)
                throws IOException {
            this.end = end;
            this.dice = dice;
            this.payloadType = payloadType;
            this.sender = sender;
            this.receiver = receiver;
            ssrc = dice.nextInt();
            sequenceNumber = dice.nextInt(65_536);
        }

        private EndStats stats() {
            SessionStats stats = engine.stats("c").orElseThrow();
            return end == MediaEnd.CALLER ? stats.caller() : stats.callee();
        }

        private long counted() {
            EndStats stats = stats();
            return stats.packetsReceived() + stats.packetsRefused() + stats.rtcpReceived();
        }

        private int rtpPort() {
            return (end == MediaEnd.CALLER ? session.caller() : session.callee()).rtpPort();
        }

        /** Sends it and waits until it has been counted: as one packet, whatever it is. */
        void send(byte[] datagram, int port) throws IOException {
            long before = counted();
            peer.send(datagram, HOME, port);
            until(() -> counted() > before);
            assertThat(counted()).isEqualTo(before + 1);
        }

        byte[] next() {
            ByteBuffer packet = ByteBuffer.allocate(256);
            RtpPacket.writeHeader(packet, false, payloadType, sequenceNumber++ & 0xffff, timestamp += 160, ssrc);
            byte[] payload = new byte[160];
            Arrays.fill(payload, (byte) 0xd5);
            packet.put(payload).flip();
            sender.ifPresent(protection -> assertThat(protection.protectRtp(packet)).isEqualTo(Verdict.GENUINE));
            good = Arrays.copyOf(packet.array(), packet.limit());
            return good;
        }

        /** Something that is not right, or comes at a wrong time. */
        void misbehave() throws IOException {
            switch (dice.nextInt(8)) {
                case 0 -> send(noise(dice.nextInt(300)), rtpPort() + dice.nextInt(2));
                case 1 -> send(Arrays.copyOf(next(), dice.nextInt(good.length)), rtpPort());
                case 2 -> send(flipped(next()), rtpPort());
                case 3 -> send(good.length == 0 ? next() : good, rtpPort());
                case 4 -> sequenceNumber += dice.nextInt(5_000);
                case 5 -> ssrc = dice.nextInt();
                case 6 -> send(likeRtcp(), rtpPort() + dice.nextInt(2));
                default -> send(disguised(noise(12 + dice.nextInt(200))), rtpPort());
            }
        }

        private byte[] noise(int octets) {
            byte[] noise = new byte[octets];
            dice.nextBytes(noise);
            return noise;
        }

        private byte[] flipped(byte[] packet) {
            byte[] other = packet.clone();
            other[dice.nextInt(other.length)] ^= (byte) (1 << dice.nextInt(8));
            return other;
        }

        /** Version 2, with whatever extension, padding and sources the rest may say. */
        private byte[] disguised(byte[] noise) {
            noise[0] = (byte) (noise[0] & 0x3f | 0x80);
            noise[1] = (byte) payloadType;
            return noise;
        }

        private byte[] likeRtcp() {
            byte[] packet = noise(4 + 4 * dice.nextInt(30));
            packet[0] = (byte) (packet[0] & 0x3f | 0x80);
            packet[1] = (byte) (200 + dice.nextInt(6));
            packet[2] = 0;
            packet[3] = (byte) dice.nextInt(packet.length / 4 + 2);
            return packet;
        }

        /** A source of its own, so that nothing of what was before can be mistaken for it. */
        void beginAnew() {
            ssrc = dice.nextInt();
            sequenceNumber = dice.nextInt(30_000);
        }

        /** Takes all that is there for it. */
        void drain() throws IOException {
            long before;
            do {
                before = stats().packetsSent() + stats().rtcpSent();
                while (peer.takesOne()) {
                    // what was before is of no interest
                }
            } while (stats().packetsSent() + stats().rtcpSent() != before);
        }

        ByteBuffer heard() throws IOException {
            ByteBuffer packet = speech();
            receiver.ifPresent(protection -> assertThat(protection.openRtp(packet)).isEqualTo(Verdict.GENUINE));
            return packet;
        }

        /** The next packet that is no report. */
        private ByteBuffer speech() throws IOException {
            ByteBuffer packet;
            do {
                packet = ByteBuffer.wrap(peer.received());
            } while (Rtcp.isRtcp(packet));
            return packet;
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("counted in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    @Tag("TRAP-52")
    @Tag("TRAP-54")
    void eachPacketIsCountedNothingThrowsAndSpeechGoesOn(long given) throws IOException {
        long seed = given == 0 ? System.nanoTime() : given;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        MasterKey ours = key(random);
        MasterKey theirs = key(random);
        try (Side core = new Side(MediaEnd.CALLER, random, Codec.PCMU.payloadType(), Optional.empty(),
                Optional.empty());
                Side mps = new Side(MediaEnd.CALLEE, random, Codec.PCMA.payloadType(),
                        Optional.of(new SrtpSender(theirs, scratch)),
                        Optional.of(new SrtpReceiver(ours, 0, 1, scratch)))) {
            session = (Opened) engine.open(new OpenSession("c", HOME, HOME, Optional.empty(), Set.of(MediaEnd.CALLEE)));
            engine.describeRemote(described(core));
            engine.describeRemote(described(mps).protectedBy(Optional.of(new Protection(ours, theirs, 0, 1)))
                    .translating(List.of(new Translation(Codec.PCMA, Codec.PCMU))));
            mps.send(mps.next(), mps.rtpPort());
            core.send(core.next(), core.rtpPort());
            for (int i = 0; i < FAULTS; i++) {
                (random.nextBoolean() ? core : mps).misbehave();
            }
            core.beginAnew();
            mps.beginAnew();
            core.drain();
            mps.drain();
            for (int i = 0; i < SPOKEN_AFTER; i++) {
                assertSpeaks(mps, core, Codec.PCMU.payloadType());
                assertSpeaks(core, mps, Codec.PCMA.payloadType());
            }
            assertThat(thrown).isEmpty();
            assertThat(mps.stats().packetsForged()).isPositive();
        }
    }

    private DescribeRemote described(Side side) {
        return new DescribeRemote("c", side.end, HOME, side.peer.port(), side.peer.port() + 1, 8_000);
    }

    private void assertSpeaks(Side one, Side other, int payloadType) throws IOException {
        one.send(one.next(), one.rtpPort());
        ByteBuffer heard = other.heard();
        assertThat(RtpPacket.payloadType(heard)).isEqualTo(payloadType);
        assertThat(RtpPacket.payloadBytes(heard)).isEqualTo(160);
    }
}
