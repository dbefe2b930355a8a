package io.tandem.media.codec;

import java.util.Optional;

/**
 * The codecs that one can be made another of (F-63). All of them have an RTP clock of 8,000 Hz, G.722 by an old mistake (RFC 3551
 * §4.5.2), and 8 octets for each millisecond: a packet keeps its timestamp and its length.
 */
public enum SpeechCodec {
    PCMU(8_000) {
        @Override
        public SpeechEncoder encoder() {
            return new LawEncoder(G711.MU_LAW);
        }

        @Override
        public SpeechDecoder decoder() {
            return new LawDecoder(G711.MU_LAW);
        }
    },
    PCMA(8_000) {
        @Override
        public SpeechEncoder encoder() {
            return new LawEncoder(G711.A_LAW);
        }

        @Override
        public SpeechDecoder decoder() {
            return new LawDecoder(G711.A_LAW);
        }
    },
    G722(16_000) {
        @Override
        public SpeechEncoder encoder() {
            return new G722Encoder();
        }

        @Override
        public SpeechDecoder decoder() {
            return new G722Decoder();
        }
    };

    public static final int RTP_CLOCK_HZ = 8_000;

    private final int samplesPerSecond;

    SpeechCodec(int samplesPerSecond) {
        this.samplesPerSecond = samplesPerSecond;
    }

    /** What a description calls by that name and clock, of one channel; empty of any that we cannot speak. */
    public static Optional<SpeechCodec> of(String encodingName, int clockRateHz, int channels) {
        if (clockRateHz == RTP_CLOCK_HZ && channels == 1) {
            for (SpeechCodec codec : values()) {
                if (codec.name().equalsIgnoreCase(encodingName)) {
                    return Optional.of(codec);
                }
            }
        }
        return Optional.empty();
    }

    /** Of its linear samples. */
    public int samplesPerSecond() {
        return samplesPerSecond;
    }

    public abstract SpeechEncoder encoder();

    public abstract SpeechDecoder decoder();

    private record LawEncoder(G711 law) implements SpeechEncoder {
        @Override
        public int encode(short[] samples, int from, int count, byte[] octets, int to) {
            law.encode(samples, from, octets, to, count);
            return count;
        }

        @Override
        public void reset() {} // each sample stands for itself
    }

    private record LawDecoder(G711 law) implements SpeechDecoder {
        @Override
        public int decode(byte[] octets, int from, int count, short[] samples, int to) {
            law.decode(octets, from, samples, to, count);
            return count;
        }

        @Override
        public void reset() {} // each octet stands for itself
    }
}
