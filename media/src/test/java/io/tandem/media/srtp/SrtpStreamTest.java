package io.tandem.media.srtp;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import static io.tandem.media.srtp.Verdict.FORGED;
import static io.tandem.media.srtp.Verdict.GENUINE;
import static io.tandem.media.srtp.Verdict.MALFORMED;
import static io.tandem.media.srtp.Verdict.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sender and a receiver with one key, and the network between them. */
class SrtpStreamTest {
    private static final int SSRC = 0xcafe_0001;
    private static final int TURN = 65_536;

    private final SrtpScratch scratch = new SrtpScratch();
    private MasterKey key = key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 1);
    private SrtpSender sender = new SrtpSender(key, scratch);
    private SrtpReceiver receiver = new SrtpReceiver(key, scratch);

    private static MasterKey key(SrtpSuite suite, int seed) {
        byte[] bytes = new byte[suite.keyBytes() + suite.saltBytes()];
        new Random(seed).nextBytes(bytes);
        return MasterKey.of(suite, bytes);
    }

    private ByteBuffer sent(int ssrc, int sequenceNumber) {
        ByteBuffer packet = Packets.rtp(ssrc, sequenceNumber);
        assertThat(sender.protectRtp(packet)).isEqualTo(GENUINE);
        return packet;
    }

    private Verdict received(ByteBuffer packet) {
        return receiver.openRtp(packet);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSealedIsOpenedAndNothingElse(SrtpSuite suite) {
        key = key(suite, 7);
        sender = new SrtpSender(key, scratch);
        receiver = new SrtpReceiver(key, scratch);
        ByteBuffer packet = sent(SSRC, 1);
        byte[] sealed = Packets.bytes(packet);
        assertThat(sealed).hasSize(172 + suite.rtpTagBytes());
        for (int octet = 0; octet < sealed.length; octet++) {
            byte[] changed = sealed.clone();
            changed[octet] ^= 0x10;
            ByteBuffer forged = Packets.of(changed);
            assertThat(new SrtpReceiver(key, scratch).openRtp(forged)).as("octet %d", octet).isIn(FORGED, MALFORMED);
            assertThat(Packets.bytes(forged)).isEqualTo(changed);
        }
        assertThat(received(packet)).isEqualTo(GENUINE);
        assertThat(Packets.hex(packet)).isEqualTo(Packets.hex(Packets.rtp(SSRC, 1)));
        assertThat(new SrtpReceiver(key(suite, 8), scratch).openRtp(sent(SSRC, 2))).isEqualTo(FORGED);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("TRAP-55")
    void srtcpToo(SrtpSuite suite) {
        key = key(suite, 9);
        sender = new SrtpSender(key, scratch);
        receiver = new SrtpReceiver(key, scratch);
        for (int i = 0; i < 200; i++) {
            ByteBuffer packet = Packets.rtcp(SSRC);
            assertThat(sender.protectRtcp(packet)).isEqualTo(GENUINE);
            ByteBuffer again = Packets.copy(packet);
            byte[] changed = Packets.bytes(packet);
            changed[i % changed.length] ^= 1;
            assertThat(receiver.openRtcp(Packets.of(changed))).isIn(FORGED, REPLAYED);
            assertThat(receiver.openRtcp(packet)).isEqualTo(GENUINE);
            assertThat(Packets.hex(packet)).isEqualTo(Packets.hex(Packets.rtcp(SSRC)));
            assertThat(receiver.openRtcp(again)).isEqualTo(REPLAYED);
        }
    }

    @Test
    @Tag("TSP-141")
    void aKeyIdentifierIsSkippedWhateverItSays() {
        for (SrtpSuite suite : SrtpSuite.values()) {
            key = key(suite, 3);
            sender = new SrtpSender(key, scratch);
            receiver = new SrtpReceiver(key, 1, 1, scratch);
            assertThat(received(withMki(sent(SSRC, 1), suite.isAead() ? 0 : suite.rtpTagBytes()))).isEqualTo(GENUINE);
            ByteBuffer rtcp = Packets.rtcp(SSRC);
            sender.protectRtcp(rtcp);
            ByteBuffer with = withMki(rtcp, suite.isAead() ? 0 : suite.rtcpTagBytes());
            assertThat(receiver.openRtcp(with)).isEqualTo(GENUINE);
            assertThat(Packets.hex(with)).isEqualTo(Packets.hex(Packets.rtcp(SSRC)));
        }
    }

    private static ByteBuffer withMki(ByteBuffer packet, int behind) {
        byte[] bytes = Packets.bytes(packet);
        ByteBuffer with = ByteBuffer.allocateDirect(bytes.length + 1);
        with.put(bytes, 0, bytes.length - behind).put((byte) 1).put(bytes, bytes.length - behind, behind);
        return with.flip();
    }

    @Test
    @Tag("TRAP-53")
    void sequenceNumbersTurnThreeTimesAndTheSoundGoesOn() {
        for (int i = 65_530; i < 65_530 + 3 * TURN; i++) {
            assertThat(received(sent(SSRC, i))).as("packet %d", i).isEqualTo(GENUINE);
        }
    }

    @Test
    @Tag("TRAP-54")
    void theFirstPacketsAreLostAboutTheTurn() {
        for (int i = 65_530; i < 65_540; i++) {
            sent(SSRC, i);
        }
        assertThat(received(sent(SSRC, 65_540))).isEqualTo(GENUINE);
        assertThat(received(sent(SSRC, 65_541))).isEqualTo(GENUINE);
    }

    @Test
    void aPacketFromBeforeTheTurnComesAfterIt() {
        ByteBuffer late = sent(SSRC, 65_535);
        assertThat(received(sent(SSRC, 65_534))).isEqualTo(GENUINE);
        assertThat(received(sent(SSRC, TURN))).isEqualTo(GENUINE);
        assertThat(received(late)).isEqualTo(GENUINE);
        assertThat(received(sent(SSRC, TURN + 1))).isEqualTo(GENUINE);
    }

    @Test
    void soundComesBackWhenMoreThanHalfATurnWasLost() {
        received(sent(SSRC, 100));
        for (int i = 101; i < 100 + 50_000; i++) {
            sent(SSRC, i);
        }
        assertThat(received(sent(SSRC, 100 + 50_000))).isEqualTo(GENUINE);
    }

    @Test
    void nothingIsTakenTwiceNorWhenItIsTooOldToTell() {
        ByteBuffer[] packets = new ByteBuffer[100];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = sent(SSRC, i);
        }
        for (int i = packets.length - 1; i >= packets.length - PacketIndex.WINDOW_PACKETS; i--) {
            ByteBuffer again = Packets.copy(packets[i]);
            assertThat(received(packets[i])).as("first time, %d", i).isEqualTo(GENUINE);
            assertThat(received(again)).as("second time, %d", i).isEqualTo(REPLAYED);
        }
        assertThat(received(packets[packets.length - PacketIndex.WINDOW_PACKETS - 1])).isEqualTo(REPLAYED);
    }

    @Test
    void aThirdOfThePacketsIsLostAndTheRestComesInDisorder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteBuffer held = null;
        for (int i = 60_000; i < 60_000 + TURN; i++) {
            ByteBuffer packet = sent(SSRC, i);
            if (random.nextInt(3) == 0) {
                continue;
            }
            if (held == null && random.nextInt(4) == 0) {
                held = packet;
                continue;
            }
            assertThat(received(packet)).as("packet %d, seed %d", i, seed).isEqualTo(GENUINE);
            if (held != null) {
                assertThat(received(held)).as("held back before %d, seed %d", i, seed).isEqualTo(GENUINE);
                held = null;
            }
        }
    }

    @Test
    @Tag("TRAP-52")
    @Tag("TSP-169")
    void aSourceThatComesBackAfterAnotherGoesOnWhereItWas() {
        for (int i = 65_500; i < 65_600; i++) {
            assertThat(received(sent(SSRC, i))).isEqualTo(GENUINE);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(received(sent(SSRC + 1, i))).isEqualTo(GENUINE);
        }
        assertThat(received(sent(SSRC, 65_600))).isEqualTo(GENUINE);
        assertThat(received(sent(SSRC + 1, 100))).isEqualTo(GENUINE);
    }

    @Test
    void aThousandForgedSourcesPushNobodyOut() {
        received(sent(SSRC, 65_535));
        SrtpSender stranger = new SrtpSender(key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 2), scratch);
        for (int i = 0; i < 1_000; i++) {
            ByteBuffer packet = Packets.rtp(i, i);
            stranger.protectRtp(packet);
            assertThat(received(packet)).isEqualTo(FORGED);
        }
        assertThat(received(sent(SSRC, 65_536))).isEqualTo(GENUINE);
    }

    @Test
    void whoTakesOverFindsTheTurnByTrial() {
        for (int turns : new int[]{0, 1, 2, 7, 20, 60}) {
            sender = new SrtpSender(key, scratch);
            for (long i = 65_000; i < 65_000 + (long) turns * TURN; i += 20_000) {
                sent(SSRC, (int) i);
            }
            receiver = new SrtpReceiver(key, 0, 65, scratch);
            int at = 65_000 + turns * TURN;
            int deaf = 0;
            while (received(sent(SSRC, at++)) != GENUINE) {
                deaf++;
            }
            assertThat(deaf).as("packets until found, %d turns", turns).isLessThan(3);
            assertThat(received(sent(SSRC, at))).isEqualTo(GENUINE);
        }
    }

    @Test
    void noIndexIsUsedTwiceUnderAKey() {
        sent(SSRC, 10);
        sent(SSRC, 12);
        sent(SSRC, 11);
        assertThat(sender.protectRtp(Packets.rtp(SSRC, 11))).isEqualTo(REPLAYED);
        assertThat(sender.protectRtp(Packets.rtp(SSRC, 12))).isEqualTo(REPLAYED);
        sent(SSRC, 1_000);
        ByteBuffer restarted = Packets.rtp(SSRC, 12);
        assertThat(sender.protectRtp(restarted)).isEqualTo(REPLAYED);
        assertThat(Packets.hex(restarted)).as("left as it was").isEqualTo(Packets.hex(Packets.rtp(SSRC, 12)));
    }

    @Test
    void garbageIsRefusedWithoutAnException() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3f);
            }
            assertThat(received(Packets.of(bytes))).as("seed %d", seed).isIn(FORGED, MALFORMED);
            assertThat(receiver.openRtcp(Packets.of(bytes))).as("seed %d", seed).isIn(FORGED, MALFORMED);
            sender.protectRtp(Packets.of(bytes));
            sender.protectRtcp(Packets.of(bytes));
        }
        assertThat(received(Packets.of(new byte[3_000]))).isEqualTo(MALFORMED);
    }

    @Test
    void keysAreNotShown() {
        assertThat(key.toString()).doesNotContain(key.base64());
        assertThat(SessionKeys.rtp(key).toString()).contains("hidden");
    }
}
