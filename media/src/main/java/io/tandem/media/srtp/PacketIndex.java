package io.tandem.media.srtp;

/**
 * Where one source's stream of packets is: the highest index so far, which is its roll-over counter and sequence number
 * (RFC 3711 §3.3.1), and which of the {@value #WINDOW_PACKETS} up to it have been there (§3.3.2). Works for SRTCP's index too.
 */
final class PacketIndex {
    static final int WINDOW_PACKETS = 64;
    private static final int HALF_TURN = 1 << 15;

    private long highest = -1;
    /** Bit i: the packet {@code highest - i} has been there. */
    private long seen;

    long highest() {
        return highest;
    }

    /** The index that a sequence number most probably means (RFC 3711 §3.3.1, appendix A); its own when nothing is known. */
    long guess(int sequenceNumber) {
        if (highest < 0) {
            return sequenceNumber;
        }
        long sameTurn = highest & ~0xffffL | sequenceNumber;
        long ahead = sameTurn - highest;
        if (ahead > HALF_TURN) {
            return sameTurn >= 0x10000 ? sameTurn - 0x10000 : sameTurn;
        }
        return ahead < -HALF_TURN ? sameTurn + 0x10000 : sameTurn;
    }

    /** Neither there before nor too old to tell. */
    boolean isNew(long index) {
        long behind = highest - index;
        return behind < 0 || behind < WINDOW_PACKETS && (seen >>> behind & 1) == 0;
    }

    /** Takes in a packet that {@link #isNew} and is genuine. */
    void take(long index) {
        long ahead = index - highest;
        if (ahead > 0) {
            seen = ahead >= WINDOW_PACKETS ? 1 : seen << ahead | 1;
            highest = index;
        } else {
            seen |= 1L << -ahead;
        }
    }
}
