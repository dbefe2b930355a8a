package io.tandem.media.session;

import java.util.Locale;

/**
 * How people would judge a stream, from figures alone: the E-model (ITU-T G.107), reduced to what a gateway can measure.
 *
 * <pre>
 * R   = 93.2 - Id - Ie,eff                                       the defaults of G.107 for all that is not measured, no advantage
 * Id  = 0.024 d + 0.11 (d - 177.3) where d > 177.3 ms, else 0.024 d
 * Ie,eff = Ie + (95 - Ie) Ppl / (Ppl + Bpl)                      losses at random (BurstR = 1), Ppl in percent
 * MOS = 1 + 0.035 R + R (R - 60) (100 - R) 7e-6                  for 0 &lt; R &lt; 100; 1 below, 4.5 above
 * </pre>
 *
 * Ie,eff: G.107 equation (7-29); MOS: G.107 annex B; Id: the line that Cole and Rosenbluth have drawn through that of G.107 ("Voice over IP
 * performance monitoring", ACM SIGCOMM CCR 31(2), 2001). Ie and Bpl of codecs: G.113 appendix I, with loss concealed. It knows the scale of
 * narrow-band speech alone: codecs that have no values on it (G.722, SILK, Opus, AMR-WB) are judged as G.711 is.
 */
final class EModel {
    private static final double UNIMPAIRED = 93.2;
    private static final double DELAY_PER_MILLI = 0.024;
    private static final double LONG_DELAY_PER_MILLI = 0.11;
    private static final double LONG_DELAY_MILLIS = 177.3;
    private static final double MOST_IMPAIRED = 95;
    private static final double MOS_MOST = 4.5;
    /** Before it can be sent a packet has to be spoken. */
    private static final double PACKET_MILLIS = 20;
    /** What a buffer must hold so that next to no packet is too late for it. */
    private static final double JITTERS_BUFFERED = 2;

    private EModel() {}

    /** @param ie equipment impairment @param bpl how well it stands losses */
    private record Impairment(double ie, double bpl) {
        static final Impairment G711 = new Impairment(0, 25.1);

        static Impairment of(String codec) {
            return switch (codec.toUpperCase(Locale.ROOT)) {
                case "G729" -> new Impairment(11, 19);
                case "G723" -> new Impairment(15, 16.1);
                case "GSM-EFR", "AMR" -> new Impairment(5, 10);
                default -> G711;
            };
        }
    }

    /**
     * @param codec encoding name, as {@code PCMA}
     * @param lossPercent packets that did not come, of those that were sent
     * @param roundTripMillis 0 where it is not known
     * @param jitterMillis interarrival jitter
     * @return 1 to 4.5, of what is heard where the loss is
     */
    static double mos(String codec, double lossPercent, double roundTripMillis, double jitterMillis) {
        double delayMillis = roundTripMillis / 2 + JITTERS_BUFFERED * jitterMillis + PACKET_MILLIS;
        Impairment impairment = Impairment.of(codec);
        return mos(UNIMPAIRED - delay(delayMillis)
                - impairment.ie() - (MOST_IMPAIRED - impairment.ie()) * lossPercent / (lossPercent + impairment.bpl()));
    }

    private static double delay(double millis) {
        return DELAY_PER_MILLI * millis + LONG_DELAY_PER_MILLI * Math.max(0, millis - LONG_DELAY_MILLIS);
    }

    /** @param rating R; the formula turns below 1 where it is near 0 */
    static double mos(double rating) {
        if (rating <= 0) {
            return 1;
        }
        return rating >= 100
                ? MOS_MOST
                : Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }
}
