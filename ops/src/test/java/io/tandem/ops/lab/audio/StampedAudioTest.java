package io.tandem.ops.lab.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Packets that say which they are, on a network of our own: what counts as silence, and for how long? */
class StampedAudioTest {
    private static final long VOICE = Voice.seed("+14255550100", "+442071838750", "caller");
    private static final long OTHER = Voice.seed("+14255550101", "+442071838750", "caller");
    private static final long MILLI = 1_000_000;
    private static final int TEN_SECONDS = 500;
    private static final long BEGIN = 1_000 * MILLI;

    private final StampedMouth mouth = mouth(VOICE, 7);
    private final StampedEar ear = new StampedEar(VOICE, G711.A_LAW, 8);

    /** A packet on its way. */
    private record Sent(ByteBuffer packet, long sentNanos) {}

    @Test
    void whatComesWholeHasNoSilenceInIt() {
        passAll(say(TEN_SECONDS), _ -> true);

        assertThat(silenceMillis()).isZero();
        assertThat(ear.packets()).isEqualTo(TEN_SECONDS);
        assertThat(mouth.packets()).isEqualTo(TEN_SECONDS);
    }

    @Test
    void silenceIsFromTheLastPacketHeardBeforeALossToTheFirstOneAfterIt() {
        passAll(say(TEN_SECONDS), number -> number < 100 || number >= 250);

        assertThat(silenceMillis()).isEqualTo(151 * 20);
    }

    @Test
    void twoLossesAreTwoSilences() {
        passAll(say(TEN_SECONDS), number -> number % 100 < 60);

        assertThat(silenceMillis()).isEqualTo(41 * 20);
    }

    @Test
    void aReaderWhoIsLateMakesNoSilence() {
        for (Sent sent : say(TEN_SECONDS)) {
            ear.hear(sent.packet(), sent.sentNanos() + 3 * MILLI, sent.sentNanos() + 6_003 * MILLI);
        }

        assertThat(silenceMillis()).isZero();
        assertThat(ear.mostReadLateNanos()).isEqualTo(6_000 * MILLI);
    }

    @Test
    void whereTheClockOfTheStampsWasSetThePacketCameWhenItWasRead() {
        for (Sent sent : say(TEN_SECONDS)) {
            boolean set = sent.sentNanos() < BEGIN + 3_000 * MILLI;
            ear.hear(sent.packet(), sent.sentNanos() - (set ? 60_000 * MILLI : 0), sent.sentNanos() + 201 * MILLI);
        }

        assertThat(ear.late()).isEqualTo(150);
    }

    @Test
    void whatIsOnItsWayForLongerThanAJitterBufferWaitsIsSilence() {
        long heldUntil = BEGIN + 200 * 20 * MILLI;
        for (Sent sent : say(TEN_SECONDS)) {
            boolean held = sent.sentNanos() >= heldUntil - 1_000 * MILLI && sent.sentNanos() < heldUntil;
            long arrival = held ? heldUntil : sent.sentNanos();
            ear.hear(sent.packet(), arrival, arrival);
        }

        assertThat(silenceMillis()).as("a second was held, of which the last 200 ms came in time").isEqualTo(820);
        assertThat(ear.late()).isEqualTo(40);
        assertThat(ear.longestWaitNanos(BEGIN + TEN_SECONDS * 20 * MILLI)).isEqualTo(1_020 * MILLI);
    }

    @Test
    void aPauseIsNoSilence() {
        List<Sent> before = say(100);
        for (int frame = 0; frame < 150; frame++) {
            mouth.pause();
        }
        List<Sent> after = say(100, 250);
        passAll(before, _ -> true);
        passAll(after, _ -> true);

        assertThat(silenceMillis()).isZero();
        assertThat(ear.garbled()).isZero();
        assertThat(mouth.stalls()).isEmpty();
        assertThat(RtpPacket.marker(after.getFirst().packet())).isTrue();
    }

    @Test
    void whatASpeakerWhoIsLateDoesNotSayIsNoLossAndItsStallIsKnown() {
        List<Sent> before = say(100);
        long woken = BEGIN + 250 * 20 * MILLI;
        List<Sent> after = new ArrayList<>();
        for (int frame = 100; frame < 300; frame++) {
            long due = BEGIN + frame * 20 * MILLI;
            ByteBuffer out = ByteBuffer.allocate(Mouth.PACKET_BYTES);
            if (mouth.speak(out, due, Math.max(due, woken))) {
                after.add(new Sent(out.flip(), Math.max(due, woken)));
            }
        }
        passAll(before, _ -> true);
        passAll(after, _ -> true);

        assertThat(silenceMillis()).isZero();
        assertThat(mouth.passed()).as("due for over 100 ms").isEqualTo(145);
        assertThat(mouth.mostLateNanos()).isEqualTo(3_000 * MILLI);
        assertThat(mouth.stalls()).containsExactly(new StampedMouth.Stall(BEGIN + 99 * 20 * MILLI, woken));
        int ticks = RtpPacket.timestampTicks(after.getFirst().packet())
                - RtpPacket.timestampTicks(before.getFirst().packet());
        assertThat(ticks).as("its time goes on").isEqualTo(245 * Mouth.FRAME_SAMPLES);
        assertThat(ear.garbled()).isZero();
    }

    @Test
    void aStallInsideALossMakesItNoShorter() {
        List<Sent> sent = say(150);
        sent.addAll(say(250, 250)); // two seconds late, in the midst of what is lost
        passAll(sent, number -> number < 100 || number >= 200);

        assertThat(silenceMillis()).isEqualTo((300 - 99) * 20);
    }

    @Test
    void anotherSourceThatGoesOnWithTheStreamIsTheSameVoice() {
        List<Sent> sent = say(TEN_SECONDS);
        passAll(sent.subList(0, 200), _ -> true);
        passAll(sent.subList(250, TEN_SECONDS), _ -> true, packet -> as(packet, 99, 1_000, 80_000));

        assertThat(silenceMillis()).isEqualTo(51 * 20);
        assertThat(ear.garbled()).isZero();
    }

    @Test
    void numbersThatChangeWithinASourceAreNotWhatWasSaid() {
        List<Sent> sent = say(TEN_SECONDS);
        passAll(sent.subList(0, 200), _ -> true);
        passAll(sent.subList(200, TEN_SECONDS), _ -> true, packet -> as(packet, RtpPacket.ssrc(packet), 1, 0));

        assertThat(ear.garbled()).isEqualTo(300);
        assertThat(silenceMillis()).isGreaterThan(5_000);
    }

    @Test
    void anotherCallsVoiceAndAChangedOctetAreNotHeard() {
        StampedMouth stranger = mouth(OTHER, 9);
        ByteBuffer strange = ByteBuffer.allocate(Mouth.PACKET_BYTES);
        stranger.speak(strange, BEGIN, BEGIN);
        ear.hear(strange.flip(), BEGIN, BEGIN);
        Sent sent = say(1).getFirst();
        sent.packet().put(Mouth.PACKET_BYTES - 1, (byte) (sent.packet().get(Mouth.PACKET_BYTES - 1) ^ 1));
        ear.hear(sent.packet(), BEGIN, BEGIN);
        ear.hear(ByteBuffer.wrap(new byte[]{1, 2, 3}), BEGIN, BEGIN);

        assertThat(ear.garbled()).isEqualTo(2);
        assertThat(ear.strays()).isEqualTo(1);
        assertThat(ear.packets()).isZero();
    }

    @Test
    void packetsThatOvertakeEachOtherAreASilenceOfTheirLengthAtMost() {
        List<Sent> sent = say(100);
        Sent overtaken = sent.remove(50);
        sent.add(51, overtaken);
        passAll(sent, _ -> true);

        assertThat(silenceMillis()).isEqualTo(40);
        assertThat(ear.packets()).isEqualTo(100);
    }

    @Test
    void silenceUntilTheEndCountsAndWhatIsOnItsWayAtTheEndDoesNot() {
        passAll(say(TEN_SECONDS), number -> number < 300);

        assertThat(silenceMillis()).isEqualTo(200 * 20);
        long closed = BEGIN + 305 * 20 * MILLI;
        assertThat(ear.longestSilenceNanos(mouth, closed)).isZero();
    }

    @Test
    void whereNothingIsHeardAllOfItIsSilence() {
        say(TEN_SECONDS);

        assertThat(silenceMillis()).isEqualTo((TEN_SECONDS - 1) * 20);
        assertThat(ear.longestWaitNanos(BEGIN)).isEqualTo(Long.MAX_VALUE);
    }

    private long silenceMillis() {
        return ear.longestSilenceNanos(mouth, Long.MAX_VALUE) / MILLI;
    }

    private List<Sent> say(int packets) {
        return say(packets, mouth.packets());
    }

    /** On time, from that frame on. */
    private List<Sent> say(int packets, int frame) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            long due = BEGIN + (frame + i) * 20 * MILLI;
            ByteBuffer out = ByteBuffer.allocate(Mouth.PACKET_BYTES);
            assertThat(mouth.speak(out, due, due)).isTrue();
            sent.add(new Sent(out.flip(), due));
        }
        return sent;
    }

    private void passAll(List<Sent> sent, IntPredicate arrives) {
        passAll(sent, arrives, UnaryOperator.identity());
    }

    /** @param arrives of the packets of this list, counted from its first */
    private void passAll(List<Sent> sent, IntPredicate arrives, UnaryOperator<ByteBuffer> relay) {
        for (int number = 0; number < sent.size(); number++) {
            if (arrives.test(number)) {
                long arrival = sent.get(number).sentNanos() + 5 * MILLI;
                ear.hear(relay.apply(sent.get(number).packet()), arrival, arrival);
            }
        }
    }

    private static ByteBuffer as(ByteBuffer packet, int ssrc, int moreNumbers, int moreTicks) {
        ByteBuffer other = ByteBuffer.allocate(Mouth.PACKET_BYTES).put(packet.duplicate()).flip();
        return other.putShort(2, (short) (RtpPacket.sequenceNumber(packet) + moreNumbers))
                .putInt(4, RtpPacket.timestampTicks(packet) + moreTicks)
                .putInt(8, ssrc);
    }

    private static StampedMouth mouth(long voice, int ssrc) {
        return new StampedMouth(voice, G711.A_LAW, 8, 0xfffe_0000_0000_0000L + ssrc); // the numbers go round soon
    }
}
