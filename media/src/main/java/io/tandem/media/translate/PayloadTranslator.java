package io.tandem.media.translate;

import io.tandem.media.codec.G711;
import io.tandem.media.codec.Resampler;
import io.tandem.media.codec.SpeechCodec;
import io.tandem.media.codec.SpeechDecoder;
import io.tandem.media.codec.SpeechEncoder;

/** Makes the payloads of one stream those of another codec. For one thread; allocates nothing. */
public sealed interface PayloadTranslator {

    static PayloadTranslator of(SpeechCodec from, SpeechCodec to) {
        if (from == to) {
            return new Same();
        }
        if (from == SpeechCodec.PCMU && to == SpeechCodec.PCMA) {
            return new OctetByOctet(G711.MU_LAW);
        }
        if (from == SpeechCodec.PCMA && to == SpeechCodec.PCMU) {
            return new OctetByOctet(G711.A_LAW);
        }
        return new Spoken(from, to);
    }

    /**
     * Takes {@code count} octets of {@link Scratch#source}, leaves what becomes of them in {@link Scratch#result}.
     *
     * @return how many octets that is
     */
    int translate(int count, Scratch scratch);

    /** Another stream begins. */
    void reset();

    /** The same codec by another number. */
    record Same() implements PayloadTranslator {
        @Override
        public int translate(int count, Scratch scratch) {
            System.arraycopy(scratch.source, 0, scratch.result, 0, count);
            return count;
        }

        @Override
        public void reset() {} // remembers nothing
    }

    /** Between the laws of G.711, where a table says it all. @param law of the source */
    record OctetByOctet(G711 law) implements PayloadTranslator {
        @Override
        public int translate(int count, Scratch scratch) {
            law.translate(scratch.source, 0, count);
            System.arraycopy(scratch.source, 0, scratch.result, 0, count);
            return count;
        }

        @Override
        public void reset() {} // remembers nothing
    }

    /** By way of what is spoken. */
    final class Spoken implements PayloadTranslator {
        private final SpeechDecoder decoder;
        private final SpeechEncoder encoder;
        /** Null where both have the same sampling rate. */
        private final Resampler resampler;

        private Spoken(SpeechCodec from, SpeechCodec to) {
            decoder = from.decoder();
            encoder = to.encoder();
            resampler = from.samplesPerSecond() == to.samplesPerSecond()
                    ? null
                    : Resampler.between(from.samplesPerSecond(), to.samplesPerSecond());
        }

        @Override
        public int translate(int count, Scratch scratch) {
            int samples = decoder.decode(scratch.source, 0, count, scratch.decoded, 0);
            if (resampler == null) {
                return encoder.encode(scratch.decoded, 0, samples, scratch.result, 0);
            }
            int resampled = resampler.resample(scratch.decoded, 0, samples, scratch.resampled, 0);
            return encoder.encode(scratch.resampled, 0, resampled, scratch.result, 0);
        }

        @Override
        public void reset() {
            decoder.reset();
            encoder.reset();
            if (resampler != null) {
                resampler.reset();
            }
        }
    }
}
