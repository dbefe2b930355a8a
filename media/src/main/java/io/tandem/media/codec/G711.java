package io.tandem.media.codec;

/**
 * G.711: speech of 8,000 samples a second in 8 bits each, µ-law (PCMU) or A-law (PCMA). Linear samples are 16 bits,
 * signed, as G.191 scales them: the law's 14 or 13 bits stand at the top.
 */
public enum G711 {
    MU_LAW {
        @Override
        byte encoded(int sample) {
            int magnitude = Math.min(sample < 0 ? -sample : sample, MU_CLIP) + MU_BIAS;
            int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
            int code = segment << 4 | magnitude >> segment + 3 & 0x0f;
            return (byte) ~(sample < 0 ? code | 0x80 : code);
        }

        @Override
        int decoded(int octet) {
            int code = ~octet;
            int magnitude = (((code & 0x0f) << 3) + MU_BIAS << (code >> 4 & 7)) - MU_BIAS;
            return (code & 0x80) != 0 ? -magnitude : magnitude;
        }
    },
    A_LAW {
        @Override
        byte encoded(int sample) {
            int magnitude = (sample < 0 ? ~sample : sample) >> 4;
            int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
            int code = segment == 0 ? magnitude : segment << 4 | magnitude >> segment - 1 & 0x0f;
            return (byte) ((sample < 0 ? code : code | 0x80) ^ 0x55);
        }

        @Override
        int decoded(int octet) {
            int code = octet ^ 0x55;
            int segment = code >> 4 & 7;
            int magnitude = ((code & 0x0f) << 4) + 8;
            if (segment > 0) {
                magnitude = magnitude + 0x100 << segment - 1;
            }
            return (code & 0x80) != 0 ? magnitude : -magnitude;
        }
    };

    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;

    private final short[] linear = new short[256];
    private final byte[] translated = new byte[256];

    static {
        for (int octet = 0; octet < 256; octet++) {
            MU_LAW.translated[octet] = A_LAW.encoded(MU_LAW.linear[octet]);
            A_LAW.translated[octet] = MU_LAW.encoded(A_LAW.linear[octet]);
        }
    }

    G711() {
        for (int octet = 0; octet < 256; octet++) {
            linear[octet] = (short) decoded(octet);
        }
    }

    abstract byte encoded(int sample);

    abstract int decoded(int octet);

    public byte encode(short sample) {
        return encoded(sample);
    }

    public short decode(byte octet) {
        return linear[octet & 0xff];
    }

    /** Encodes {@code count} samples, one octet each. */
    public void encode(short[] samples, int from, byte[] octets, int to, int count) {
        for (int i = 0; i < count; i++) {
            octets[to + i] = encoded(samples[from + i]);
        }
    }

    /** Decodes {@code count} octets, one sample each. */
    public void decode(byte[] octets, int from, short[] samples, int to, int count) {
        for (int i = 0; i < count; i++) {
            samples[to + i] = linear[octets[from + i] & 0xff];
        }
    }

    /** Replaces {@code count} octets of this law by those of the other that their values are encoded to there. */
    public void translate(byte[] octets, int from, int count) {
        for (int i = from; i < from + count; i++) {
            octets[i] = translated[octets[i] & 0xff];
        }
    }
}
