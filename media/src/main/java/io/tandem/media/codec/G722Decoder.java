package io.tandem.media.codec;

import static io.tandem.media.codec.Sample.saturated;

/**
 * G.722 at 64 kbit/s (mode 1), the receiving side: octets to two samples each, of 16 bits, 16,000 a second. Any octets
 * give samples. One for each stream, which it remembers; of one thread.
 */
public final class G722Decoder implements SpeechDecoder {
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

    /** @return samples written: twice {@code count} */
    @Override
    public int decode(byte[] octets, int from, int count, short[] samples, int to) {
        for (int i = 0; i < count; i++) {
            int octet = octets[from + i];
            int low = lower.decode(octet & 0x3f);
            int high = upper.decode(octet >> 6 & 3);
            mirror.take(low - high, low + high);
            samples[to + 2 * i] = (short) saturated(mirror.evenSum() >> 11);
            samples[to + 2 * i + 1] = (short) saturated(mirror.oddSum() >> 11);
        }
        return 2 * count;
    }
}
