package io.tandem.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {

    @ParameterizedTest
    @CsvSource({"MU_LAW,0x00,-32124", "MU_LAW,0x80,32124", "MU_LAW,0xff,0", "MU_LAW,0x7f,0", "MU_LAW,0xfe,8",
            "MU_LAW,0x8f,16764", "A_LAW,0xd5,8", "A_LAW,0x55,-8", "A_LAW,0xaa,32256", "A_LAW,0x2a,-32256",
            "A_LAW,0xc5,264", "A_LAW,0x80,5504"})
    void decodesTheValuesOfTheRecommendation(G711 law, String octet, short linear) {
        assertThat(law.decode(Integer.decode(octet).byteValue())).isEqualTo(linear);
    }

    @ParameterizedTest
    @EnumSource
    void everyOctetSurvivesDecodingAndEncoding(G711 law) {
        for (int octet = 0; octet < 256; octet++) {
            short linear = law.decode((byte) octet);
            assertThat(law.decode(law.encode(linear))).isEqualTo(linear);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noSampleIsFurtherOffThanHalfAStep(G711 law) {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int error = Math.abs(law.decode(law.encode((short) sample)) - sample);
            if (error > (Math.abs(sample) + 132) / 32 + 4) { // both laws: 16 steps to an octave
                fail("sample %d is off by %d", sample, error);
            }
        }
    }

    @Test
    void arraysAreCodedFromAndToTheirOffsets() {
        short[] samples = {0, 1_000, -1_000, 0};
        byte[] octets = new byte[4];
        G711.MU_LAW.encode(samples, 1, octets, 2, 2);
        short[] back = new short[3];
        G711.MU_LAW.decode(octets, 2, back, 1, 2);
        assertThat(back).containsExactly((short) 0, G711.MU_LAW.decode(octets[2]), G711.MU_LAW.decode(octets[3]));
        assertThat(back[1]).isBetween((short) 980, (short) 1_020);
    }

    @ParameterizedTest
    @CsvSource({"MU_LAW,A_LAW", "A_LAW,MU_LAW"})
    void translatingIsDecodingAndEncoding(G711 law, G711 other) {
        byte[] octets = new byte[258];
        for (int i = 0; i < 256; i++) {
            octets[i + 1] = (byte) i;
        }
        law.translate(octets, 1, 256);
        for (int i = 0; i < 256; i++) {
            assertThat(octets[i + 1]).as("octet %02x", i).isEqualTo(other.encode(law.decode((byte) i)));
        }
        assertThat(octets).startsWith(0).endsWith(0);
    }

    @Test
    void speechThatIsTranslatedThereAndBackIsHeardAsItWas() {
        short[] said = Speech.of(8_000, 4, 1);
        byte[] octets = new byte[said.length];
        G711.MU_LAW.encode(said, 0, octets, 0, said.length);
        G711.MU_LAW.translate(octets, 0, octets.length);
        G711.A_LAW.translate(octets, 0, octets.length);
        short[] heard = new short[said.length];
        G711.MU_LAW.decode(octets, 0, heard, 0, octets.length);
        Likeness likeness = Likeness.of(said, heard, 0, 8_000);
        System.out.printf("µ-law to A-law and back: %s%n", likeness);
        assertThat(likeness.segmentalSnrDb()).isGreaterThan(30);
    }

    /**
     * Tables 3 and 4 of the recommendation number the values of each law from the smallest. They put equal levels beside
     * each other: A-law is full at +3.14 dBm0 and µ-law at +3.17, so one of 4,096 is 1.985 of 8,159. Between linear
     * samples it is 2, 0.065 dB less, and what then stands just below the next interval of the other law goes one
     * value down, or up the other way.
     */
    @Test
    void theTablesOfTheRecommendationAreOneValueOffWhereLevelsDecide() {
        int[] toA = table("1-1,1-1,2-2,2-2,3-3,3-3,4-4,4-4,5-5,5-5,6-6,6-6,7-7,7-7,8-8,8-8,9-25,27-27,29-29,31-31,"
                + "33-44,46-46,48-62,64-79,81-128");
        int[] toMu = table("1-1,3-3,5-5,7-7,9-9,11-11,13-13,15-32,32-33,33-34,34-35,35-48,48-49,49-64,64-79,79-127");
        for (int value = 0; value < 128; value++) { // of µ-law, numbered from 0; those of A-law from 1
            boolean levelDecides = value == 48 || value == 49 || value == 64 || value >= 80 && value <= 95;
            assertThat(valueInA(value)).as("µ-law %d", value).isEqualTo(toA[value] - (levelDecides ? 1 : 0));
        }
        for (int value = 1; value <= 128; value++) {
            boolean levelDecides = value >= 80 && value <= 96; // 80 is one that no µ-law value leads to there
            assertThat(valueInMu(value)).as("A-law %d", value).isEqualTo(toMu[value - 1] + (levelDecides ? 1 : 0));
        }
    }

    private static int valueInA(int valueInMu) {
        byte[] octet = {(byte) ~valueInMu};
        G711.MU_LAW.translate(octet, 0, 1);
        return ((octet[0] ^ 0xd5) & 0xff) + 1;
    }

    private static int valueInMu(int valueInA) {
        byte[] octet = {(byte) (valueInA - 1 ^ 0xd5)};
        G711.A_LAW.translate(octet, 0, 1);
        return ~octet[0] & 0xff;
    }

    private static int[] table(String ranges) {
        return Arrays.stream(ranges.split(","))
                .map(range -> range.split("-"))
                .flatMapToInt(ends -> IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])))
                .toArray();
    }
}
