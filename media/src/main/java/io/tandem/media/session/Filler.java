package io.tandem.media.session;

import io.tandem.media.codec.ComfortNoise;
import io.tandem.media.codec.SpeechCodec;
import io.tandem.media.sdp.Codec;
import java.nio.ByteBuffer;

/**
 * What one end is sent while the other says nothing (TSP-163, F-65): comfort noise in the speech that it was sent last, or sends
 * itself, as packets of the same stream. For its loop; allocates nothing.
 */
final class Filler {
    /** So long the other end may be late: longer than a jitter buffer waits. */
    private static final long LATE_NANOS = 300_000_000;
    /** 20 ms of all speech that we know. */
    static final int OCTETS = 160;
    /** What is no speech is shorter: four octets of an event, eleven of described noise. */
    private static final int LEAST_SPEECH_OCTETS = 16;

    private static final int NONE = -1;

    private final OutwardStream stream;
    /** Null until some speech has been sent to the end or has come from it that we can speak too. */
    private SpeechCodec speech;
    private int payloadType = NONE;
    private boolean relayed;
    private long relayedNanos;
    private int pieces;
    private boolean filling;

    /** @param stream that the end is sent */
    Filler(OutwardStream stream) {
        this.stream = stream;
    }

    /** A packet of the other end's has gone to this one. @param octets of its payload */
    void relayed(int payloadType, int octets, long nowNanos) {
        speaks(payloadType, octets);
        relayed = true;
        relayedNanos = nowNanos;
        filling = false;
    }

    /** One of this end's has come: as long as it has been sent nothing, it is taken to understand what it speaks. */
    void heard(int payloadType, int octets) {
        if (!relayed) {
            speaks(payloadType, octets);
        }
    }

    /** Who goes over to speech that is none of ours is sent no noise any more; events, and noise that is described, change nothing. */
    private void speaks(int payloadType, int octets) {
        if (payloadType != this.payloadType && octets >= LEAST_SPEECH_OCTETS) {
            this.payloadType = payloadType;
            speech = Codec.ofStatic(payloadType).flatMap(Codec::speech).orElse(null);
        }
    }

    /** Whether the end has been left without sound. */
    boolean isDue(long nowNanos) {
        return speech != null && (!relayed || nowNanos - relayedNanos >= LATE_NANOS);
    }

    /** Writes the next 20 ms of it as a packet into an empty buffer, and flips it. */
    void write(ByteBuffer out, long nowNanos, int clockRateHz) {
        stream.insert(out, !filling, payloadType, nowNanos, clockRateHz);
        ComfortNoise.write(speech, pieces++, out, OCTETS);
        out.flip();
        filling = true;
    }
}
