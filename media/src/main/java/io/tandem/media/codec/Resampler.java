package io.tandem.media.codec;

/** From one sampling rate to another, for one stream, which it remembers. For one thread; allocates nothing. */
public interface Resampler {

    /** @return samples written to {@code out} from {@code to} on */
    int resample(short[] samples, int from, int count, short[] out, int to);

    /** Begins anew, as at the start of a stream. */
    void reset();

    /** Between 8,000 and 16,000 samples a second, either way. */
    static Resampler between(int samplesPerSecond, int wanted) {
        return samplesPerSecond < wanted ? new Upsampler() : new Downsampler();
    }
}
