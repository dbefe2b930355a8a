package io.tandem.media.codec;

/** One direction of one stream's codec, with what it remembers of the speech so far. For one thread; allocates nothing. */
public interface SpeechEncoder {

    /**
     * Encodes {@code count} samples.
     *
     * @return octets written to {@code octets} from {@code to} on
     */
    int encode(short[] samples, int from, int count, byte[] octets, int to);

    /** Forgets the speech so far: another stream begins. */
    void reset();
}
