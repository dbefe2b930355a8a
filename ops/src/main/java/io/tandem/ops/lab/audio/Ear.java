package io.tandem.ops.lab.audio;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Hears RTP: records each source by itself, up to {@value #RECORDED_SECONDS} s of it; what comes after that is counted.
 * For one thread at a time.
 */
public final class Ear {
    public static final int RECORDED_SECONDS = 20;
    /** Who speaks in one call: both ends before and after a transfer, and music between. */
    private static final int MOST_SOURCES = 4;

    private final List<Recording> recordings = new ArrayList<>(1);
    private G711 law;
    private int payloadType;
    private long strays;
    private long lastNanos;
    private Silence longest = Silence.NONE;

    /**
     * A time in which nothing was heard, between two packets.
     *
     * @param fromNanos arrival of the packet before it, by {@link System#nanoTime}
     * @param nanos how long it was
     */
    public record Silence(long fromNanos, long nanos) {
        static final Silence NONE = new Silence(0, 0);
    }

    public Ear(G711 law, int payloadType) {
        this.law = law;
        this.payloadType = payloadType;
    }

    /** From now on that codec comes. */
    public void change(G711 otherLaw, int otherPayloadType) {
        law = otherLaw;
        payloadType = otherPayloadType;
    }

    /** Takes a datagram, which stands between position and limit; it is read, not moved. */
    public void hear(ByteBuffer packet, long arrivalNanos) {
        if (!RtpPacket.isRtp(packet) || RtpPacket.payloadType(packet) != payloadType) {
            strays++;
            return;
        }
        Recording recording = of(RtpPacket.ssrc(packet), RtpPacket.timestampTicks(packet));
        if (recording == null) {
            strays++;
        } else {
            recording.add(packet, law, arrivalNanos);
            heardAt(arrivalNanos);
        }
    }

    private void heardAt(long arrivalNanos) {
        if (packets() > 1 && arrivalNanos - lastNanos > longest.nanos()) {
            longest = new Silence(lastNanos, arrivalNanos - lastNanos);
        }
        lastNanos = arrivalNanos;
    }

    /** The longest silence so far, between packets of whatever source. */
    public Silence longestSilence() {
        return longest;
    }

    /** When the last packet came, by {@link System#nanoTime}; 0 when none did. */
    public long lastHeardNanos() {
        return lastNanos;
    }

    private Recording of(int ssrc, int timestampTicks) {
        for (Recording recording : recordings) {
            if (recording.ssrc() == ssrc) {
                return recording;
            }
        }
        if (recordings.size() == MOST_SOURCES) {
            return null;
        }
        recordings.add(new Recording(ssrc, timestampTicks));
        return recordings.getLast();
    }

    /** One for each source, in the order in which they began. */
    public List<Recording> recordings() {
        return List.copyOf(recordings);
    }

    /** Packets of the agreed codec, of every source. */
    public long packets() {
        return recordings.stream().mapToLong(Recording::packets).sum();
    }

    /** Datagrams that were none. */
    public long strays() {
        return strays;
    }
}
