package io.tandem.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

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
}
