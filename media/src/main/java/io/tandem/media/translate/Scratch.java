package io.tandem.media.translate;

/** What the translations of one thread work in, one after the other. */
public final class Scratch {
    /** A payload may be so long; G.722 makes two samples of each octet. */
    public static final int MAX_PAYLOAD_BYTES = 2_048;
    private static final int MAX_SAMPLES = 2 * MAX_PAYLOAD_BYTES;

    public final byte[] source = new byte[MAX_PAYLOAD_BYTES];
    public final byte[] result = new byte[MAX_PAYLOAD_BYTES];
    final short[] decoded = new short[MAX_SAMPLES];
    final short[] resampled = new short[MAX_SAMPLES];
}
