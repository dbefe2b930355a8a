package io.tandem.media.codec;

/** One direction of one stream's codec, with what it remembers of the speech so far. For one thread; allocates nothing. */
public interface SpeechDecoder {

    /**
     * Decodes {@code count} octets.
     *
     * @return samples written to {@code samples} from {@code to} on
     */
    int decode(byte[] octets, int from, int count, short[] samples, int to);

    /** Forgets the speech so far: another stream begins. */
    void reset();
}
