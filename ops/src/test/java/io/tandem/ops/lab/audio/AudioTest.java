package io.tandem.ops.lab.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** A voice through G.711 and a network of our own: what does the ear make of it? */
class AudioTest {
    private static final long SEED = Voice.seed("+14255550100", "+442071838750", "caller");
    private static final long OTHER = Voice.seed("+14255550101", "+442071838750", "caller");
    private static final int FIVE_SECONDS = 250;
    private static final long FRAME_NANOS = 20_000_000;
    private static final long DELAY_NANOS = 37_000_000;

    @Test
    void aVoiceIsTheSameForTheSameSeedAndAnotherForEachParty() {
        short[] said = said(SEED, 8_000);

        assertThat(said(SEED, 8_000)).isEqualTo(said);
        assertThat(said(Voice.seed("+14255550100", "+442071838750", "callee"), 8_000)).isNotEqualTo(said);
    }

    @Test
    void aVoiceIsAsLoudAsSpeechAndHasPauses() {
        short[] said = said(SEED, 10 * Voice.SAMPLE_RATE_HZ);
        double energy = 0;
        int silent = 0;
        for (short sample : said) {
            energy += (double) sample * sample;
            silent += Math.abs(sample) < 50 ? 1 : 0;
        }

        assertThat(Math.sqrt(energy / said.length)).isBetween(800.0, 8_000.0);
        assertThat(silent).isBetween(said.length / 20, said.length / 2);
    }

    @Test
    void whatComesOverWholeScoresOneInBothLaws() {
        for (G711 law : G711.values()) {
            Hearing hearing = Comparison.compare(relayed(law, SEED, _ -> true).recordings().getFirst().samples(), SEED);

            assertThat(hearing.score()).isGreaterThan(0.995);
            assertThat(hearing.offsetSamples()).isZero();
        }
    }

    @Test
    void theVoiceOfAnotherCallScoresNearNothing() {
        short[] heard = relayed(G711.A_LAW, SEED, _ -> true).recordings().getFirst().samples();

        assertThat(Comparison.compare(heard, OTHER).score()).isLessThan(0.3);
        for (int call = 0; call < 20; call++) {
            long seed = Voice.seed("+1425555" + (2_000 + call), "+442071838750", "callee");
            assertThat(Comparison.compare(heard, seed).score()).isLessThan(0.3);
        }
    }

    @Test
    void silenceAndNothingScoreNothing() {
        assertThat(Comparison.compare(new short[0], SEED)).isEqualTo(Hearing.NOTHING);
        assertThat(Comparison.compare(new short[40_000], SEED)).isEqualTo(Hearing.NOTHING);
    }

    @Test
    void aListenerWhoComesInLateKnowsHowLate() {
        Ear ear = relayed(G711.A_LAW, SEED, packet -> packet >= 40);
        Hearing hearing = Comparison.compare(ear.recordings().getFirst().samples(), SEED);

        assertThat(hearing.score()).isGreaterThan(0.995);
        assertThat(hearing.offsetSamples()).isEqualTo(40 * Mouth.FRAME_SAMPLES);
    }

    @Test
    void silenceBeforeTheVoiceIsToldFromIt() {
        short[] heard = new short[40_000];
        System.arraycopy(said(SEED, 32_000), 0, heard, 8_000, 32_000);

        Hearing hearing = Comparison.compare(heard, SEED);
        assertThat(hearing.score()).isGreaterThan(0.999);
        assertThat(hearing.offsetSamples()).isEqualTo(-8_000);
    }

    @Test
    void theDelayOfTheNetworkIsRecovered() {
        Mouth mouth = mouth(G711.A_LAW);
        Ear ear = new Ear(G711.A_LAW, 8);
        for (int packet = 0; packet < FIVE_SECONDS; packet++) {
            send(mouth, ear, packet, packet >= 3);
        }
        Passage passage = Passage.of(mouth, ear, SEED);

        assertThat(passage.delayMillis()).isCloseTo(37, within(0.01));
        assertThat(passage.lossPercent()).isCloseTo(100 * 3.0 / FIVE_SECONDS, within(0.01));
    }

    @Test
    void lossLowersTheScoreAndIsMeasured() {
        Mouth mouth = mouth(G711.MU_LAW);
        Ear ear = new Ear(G711.MU_LAW, 8);
        for (int packet = 0; packet < FIVE_SECONDS; packet++) {
            send(mouth, ear, packet, packet % 5 != 0);
        }
        Passage passage = Passage.of(mouth, ear, SEED);

        assertThat(passage.lossPercent()).isCloseTo(20, within(0.01));
        assertThat(passage.hearing().score()).isBetween(0.8, 0.95);
        assertThat(passage.delayMillis()).isCloseTo(37, within(0.01));
    }

    @Test
    void whatIsOnItsWayAtTheEndIsNotLost() {
        Mouth mouth = mouth(G711.A_LAW);
        Ear ear = new Ear(G711.A_LAW, 8);
        for (int packet = 0; packet < FIVE_SECONDS; packet++) {
            send(mouth, ear, packet, packet < FIVE_SECONDS - Passage.ON_THE_WAY);
        }

        assertThat(Passage.of(mouth, ear, SEED).lossPercent()).isZero();
    }

    @Test
    void packetsOutOfOrderAreHeardInTheirPlaces() {
        Mouth mouth = mouth(G711.A_LAW);
        Ear ear = new Ear(G711.A_LAW, 8);
        ByteBuffer held = ByteBuffer.allocate(Mouth.PACKET_BYTES);
        for (int packet = 0; packet < FIVE_SECONDS; packet++) {
            ByteBuffer buffer = packet(mouth, packet);
            if (packet % 7 == 3) {
                held = buffer;
            } else {
                ear.hear(buffer, packet * FRAME_NANOS);
                if (packet % 7 == 4) {
                    ear.hear(held, packet * FRAME_NANOS);
                }
            }
        }

        assertThat(Comparison.compare(ear.recordings().getFirst().samples(), SEED).score()).isGreaterThan(0.995);
    }

    @Test
    void whatIsNoRtpOfTheAgreedCodecIsCountedAndNotHeard() {
        Ear ear = new Ear(G711.A_LAW, 0);
        ear.hear(packet(mouth(G711.A_LAW), 0), 0);
        ear.hear(ByteBuffer.wrap(new byte[]{1, 2, 3}), 0);

        assertThat(ear.strays()).isEqualTo(2);
        assertThat(ear.packets()).isZero();
    }

    @Test
    void aPauseIsNoLossAndWhatIsHeardInItLowersTheScore() {
        Mouth mouth = mouth(G711.A_LAW);
        Ear ear = new Ear(G711.A_LAW, 8);
        for (int frame = 0; frame < FIVE_SECONDS; frame++) {
            if (frame >= 60 && frame < 140) {
                mouth.pause();
            } else {
                send(mouth, ear, frame, true);
            }
        }
        Passage passage = Passage.of(mouth, ear, SEED);

        assertThat(passage.hearing().score()).isGreaterThan(0.995);
        assertThat(passage.lossPercent()).isZero();
        assertThat(passage.packetsSpoken()).isEqualTo(FIVE_SECONDS - 80);
        assertThat(passage.delayMillis()).isCloseTo(37, within(0.01));
        short[] unpaused = relayed(G711.A_LAW, SEED, _ -> true).recordings().getFirst().samples();
        assertThat(Comparison.compare(unpaused, SEED, mouth.silentFrames()).score()).isLessThan(0.9);
    }

    @Test
    void theVoiceAfterAPauseIsMarkedAsTheBeginningOfSpeech() {
        Mouth mouth = mouth(G711.A_LAW);
        assertThat(marked(packet(mouth, 0))).isTrue();
        assertThat(marked(packet(mouth, 1))).isFalse();
        mouth.pause();

        ByteBuffer after = packet(mouth, 3);
        assertThat(marked(after)).isTrue();
        assertThat(RtpPacket.timestampTicks(after) - RtpPacket.timestampTicks(packet(mouth, 4))).isEqualTo(
                -Mouth.FRAME_SAMPLES);
        assertThat(marked(packet(mouth, 5))).isFalse();
    }

    private static boolean marked(ByteBuffer packet) {
        return (packet.get(1) & 0x80) != 0;
    }

    @Test
    void twoVoicesOneAfterTheOtherAreToldApartByTheirSources() {
        Ear ear = new Ear(G711.A_LAW, 8);
        Mouth first = mouth(G711.A_LAW);
        Mouth second = new Mouth(new Voice(OTHER), G711.MU_LAW, 0, 7);
        for (int packet = 0; packet < FIVE_SECONDS; packet++) {
            send(first, ear, packet, true);
        }
        ear.change(G711.MU_LAW, 0);
        for (int packet = 0; packet < FIVE_SECONDS; packet++) {
            send(second, ear, packet, true);
        }

        assertThat(Passage.of(first, ear, SEED).hearing().score()).isGreaterThan(0.995);
        assertThat(Passage.of(second, ear, OTHER).hearing().score()).isGreaterThan(0.995);
        assertThat(Passage.of(second, ear, OTHER).lossPercent()).isZero();
    }

    private static Ear relayed(G711 law, long seed, IntPredicate arrives) {
        Mouth mouth = new Mouth(new Voice(seed), law, 8, 0xfedc_ba98_7654_3210L);
        Ear ear = new Ear(law, 8);
        for (int packet = 0; packet < FIVE_SECONDS; packet++) {
            send(mouth, ear, packet, arrives.test(packet));
        }
        return ear;
    }

    private static void send(Mouth mouth, Ear ear, int packet, boolean arrives) {
        ByteBuffer buffer = packet(mouth, packet);
        if (arrives) {
            ear.hear(buffer, packet * FRAME_NANOS + DELAY_NANOS);
        }
    }

    private static ByteBuffer packet(Mouth mouth, int packet) {
        ByteBuffer buffer = ByteBuffer.allocate(Mouth.PACKET_BYTES);
        mouth.speak(buffer, packet * FRAME_NANOS);
        return buffer.flip();
    }

    private static Mouth mouth(G711 law) {
        return new Mouth(new Voice(SEED), law, 8, 0xfedc_ba98_7654_3210L);
    }

    private static short[] said(long seed, int samples) {
        short[] said = new short[samples];
        new Voice(seed).speak(said, 0, samples);
        return said;
    }
}
