package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tandem.media.session.SessionStats.EndStats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("MET-15")
class EModelTest {

    /** G.107 annex B, table B.1: the limits of its classes of satisfaction. */
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58", "93.2, 4.41", "0, 1", "100, 4.5", "3, 1"})
    void anOpinionFollowsFromARating(double rating, double mos) {
        assertThat(EModel.mos(rating)).isCloseTo(mos, within(0.01));
    }

    /** By hand, from the equations: Id + Ie,eff taken from 93.2. */
    @ParameterizedTest
    @CsvSource({
            "PCMA, 0, 0, 0, 92.72", // 20 ms
            "PCMA, 0, 200, 0, 90.32", // 120 ms
            "PCMA, 0, 400, 20, 76.743", // 260 ms: 0.024 x 260 + 0.11 x 82.7 = 15.337, less what 1 ms makes
            "pcmu, 1, 0, 0, 89.080", // 95 / 26.1 = 3.640
            "G729, 0, 0, 0, 81.72",
            "G729, 5, 0, 0, 64.220", // 84 x 5 / 24 = 17.5
            "G722, 1, 0, 0, 89.080"})
    void aRatingLosesByDelayLossAndCodec(String codec, double lossPercent, double roundTripMillis, double jitterMillis,
            double rating) {
        assertThat(EModel.mos(codec, lossPercent, roundTripMillis, jitterMillis))
                .isCloseTo(EModel.mos(rating), within(0.06));
    }

    @Test
    void aLegIsJudgedByWhatComesOverIt() {
        EndStats clean = end(1_000, 0);
        EndStats lossy = end(900, 100);
        assertThat(clean.lossPercent()).isZero();
        assertThat(lossy.lossPercent()).isEqualTo(10);
        assertThat(clean.mos("PCMU")).hasValueSatisfying(mos -> assertThat(mos).isCloseTo(4.40, within(0.01)));
        assertThat(lossy.mos("PCMU")).hasValueSatisfying(mos -> assertThat(mos).isBetween(3.0, 3.6));
    }

    @Test
    void ofNothingThereIsNoOpinion() {
        assertThat(end(0, 0).mos("PCMU")).isEmpty();
    }

    private static EndStats end(long received, long lost) {
        return new EndStats("", "", true, received, 0, 0, 0, lost, 0, 0, 0, 0, 0);
    }
}
