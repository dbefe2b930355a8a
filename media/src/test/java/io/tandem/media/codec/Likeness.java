package io.tandem.media.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How like two stretches of sound are, the second one late.
 *
 * @param delaySamples at which they are most alike
 * @param correlation of the whole, 1 for the same
 * @param segmentalSnrDb mean over the 16 ms that hold sound, each cut to 0 … 60 dB
 */
record Likeness(int delaySamples, double correlation, double segmentalSnrDb) {
    private static final double HEARD = 100;

    static Likeness of(short[] said, short[] heard, int mostDelaySamples, int rateHz) {
        Likeness best = new Likeness(0, -1, 0);
        for (int delay = 0; delay <= mostDelaySamples; delay++) {
            double correlation = correlation(said, heard, delay);
            if (correlation > best.correlation) {
                best = new Likeness(delay, correlation, 0);
            }
        }
        return new Likeness(best.delaySamples, best.correlation,
                segmentalSnr(said, heard, best.delaySamples, rateHz * 16 / 1_000));
    }

    private static double correlation(short[] said, short[] heard, int delay) {
        double both = 0;
        double one = 1e-9;
        double other = 1e-9;
        for (int i = 0; i + delay < Math.min(said.length, heard.length); i++) {
            both += said[i] * heard[i + delay];
            one += said[i] * said[i];
            other += heard[i + delay] * heard[i + delay];
        }
        return both / Math.sqrt(one * other);
    }

    private static double segmentalSnr(short[] said, short[] heard, int delay, int segment) {
        List<Double> ratios = new ArrayList<>();
        for (int from = 0; from + segment + delay <= Math.min(said.length, heard.length); from += segment) {
            double signal = 0;
            double noise = 1e-9;
            for (int i = from; i < from + segment; i++) {
                signal += said[i] * said[i];
                noise += Math.pow(heard[i + delay] - said[i], 2);
            }
            if (signal > HEARD * HEARD * segment) {
                ratios.add(Math.clamp(10 * Math.log10(signal / noise), 0.0, 60.0));
            }
        }
        return ratios.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "segmental SNR %.1f dB, correlation %.5f, %d samples late", segmentalSnrDb,
                correlation, delaySamples);
    }
}
