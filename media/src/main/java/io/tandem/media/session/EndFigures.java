package io.tandem.media.session;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters of one end, or of a loop: written by the loop alone, read by anybody, without a lock or a fence. */
final class EndFigures {
    static final int PACKETS_RECEIVED = 0;
    static final int OCTETS_RECEIVED = 1;
    static final int PACKETS_SENT = 2;
    static final int OCTETS_SENT = 3;
    static final int PACKETS_LOST = 4;
    static final int PACKETS_OUT_OF_ORDER = 5;
    static final int PACKETS_REFUSED = 6;
    static final int PACKETS_DROPPED = 7;
    static final int JITTER_SIXTEENTHS = 8;
    static final int RTCP_RECEIVED = 9;
    static final int RTCP_SENT = 10;
    /** SRTP or SRTCP that nobody with the key wrote, or that came before. */
    static final int PACKETS_FORGED = 11;
    /** As the peer says. */
    static final int LOST_AT_PEER = 12;
    /** One more than the microseconds, so that 0 is not known. */
    static final int ROUND_TRIP_MICROS = 13;
    private static final int COUNT = 14;

    private final AtomicLongArray values = new AtomicLongArray(COUNT);

    void add(int which, long amount) {
        values.setOpaque(which, values.getPlain(which) + amount);
    }

    void set(int which, long value) {
        values.setOpaque(which, value);
    }

    long get(int which) {
        return values.getOpaque(which);
    }
}
