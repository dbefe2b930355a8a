package io.tandem.media.codec;

import static io.tandem.media.codec.Sample.saturated;

/**
 * Speech of 8,000 samples a second to 16,000: flat within 0.02 dB up to 3.4 kHz, whose image above 4.6 kHz is 55 dB
 * down. Late by 23 samples of the output, 1.4 ms. One for each stream, which it remembers; of one thread.
 */
public final class Upsampler implements Resampler {
    private static final int HALF = 1 << HalfBand.PLACES - 1;

    private final HalfBand filter = new HalfBand();

    /** Begins anew, as at the start of a stream. */
    @Override
    public void reset() {
        filter.reset();
    }

    /** @return samples written: twice {@code count} */
    @Override
    public int resample(short[] samples, int from, int count, short[] out, int to) {
        for (int i = 0; i < count; i++) {
            filter.take(samples[from + i]);
            out[to + 2 * i] = (short) saturated(filter.sum() + HALF >> HalfBand.PLACES);
            out[to + 2 * i + 1] = (short) filter.delayed();
        }
        return 2 * count;
    }
}
