package io.tandem.media.codec;

/**
 * G.722 at 64 kbit/s (mode 1), the sending side: samples of 16 bits, 16,000 a second, to 8,000 octets a second, each for
 * two samples. One for each stream, which it remembers; of one thread. RTP names its clock 8,000 Hz for history's sake
 * (RFC 3551 §4.5.2): 20 ms are 320 samples, 160 octets and 160 ticks.
 */
public final class G722Encoder implements SpeechEncoder {
    private static final int LIMIT = 16_384;

    private final G722Mirror mirror = new G722Mirror();
    private final G722Lower lower = new G722Lower();
    private final G722Upper upper = new G722Upper();

    /** Begins anew, as at the start of a stream. */
    @Override
    public void reset() {
        mirror.reset();
        lower.reset();
        upper.reset();
    }

    /**
     * @param count of samples; of an odd one the last is left out
     * @return octets written: half of {@code count}
     */
    @Override
    public int encode(short[] samples, int from, int count, byte[] octets, int to) {
        int written = count / 2;
        for (int i = 0; i < written; i++) {
            mirror.take(samples[from + 2 * i + 1], samples[from + 2 * i]);
            int even = mirror.evenSum();
            int odd = mirror.oddSum();
            int low = lower.encode(Math.clamp(even + odd >> 14, -LIMIT, LIMIT - 1));
            int high = upper.encode(Math.clamp(even - odd >> 14, -LIMIT, LIMIT - 1));
            octets[to + i] = (byte) (high << 6 | low);
        }
        return written;
    }
}
