package io.tandem.media.srtp;

import java.util.Arrays;

/**
 * The streams of one key by their SSRC (RFC 3711 §3.2.3), {@value #MOST} at most: one that comes back after a hold or a transfer
 * goes on where it was (TRAP-52). Of too many the one that has been silent longest is forgotten.
 */
final class Sources {
    static final int MOST = 16;

    private int[] ssrcs = new int[1];
    private PacketIndex[] indexes = new PacketIndex[1];
    private int count;

    /** Null for one that was never taken in. */
    PacketIndex find(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (ssrcs[i] == ssrc) {
                return toFront(i);
            }
        }
        return null;
    }

    /** The last used stands first, so that a lone stream is found at once. */
    private PacketIndex toFront(int at) {
        PacketIndex found = indexes[at];
        if (at > 0) {
            int ssrc = ssrcs[at];
            System.arraycopy(ssrcs, 0, ssrcs, 1, at);
            System.arraycopy(indexes, 0, indexes, 1, at);
            ssrcs[0] = ssrc;
            indexes[0] = found;
        }
        return found;
    }

    void add(int ssrc, PacketIndex index) {
        if (count == ssrcs.length && count < MOST) {
            ssrcs = Arrays.copyOf(ssrcs, Math.min(MOST, count * 2));
            indexes = Arrays.copyOf(indexes, ssrcs.length);
        }
        if (count < MOST) {
            count++;
        }
        ssrcs[count - 1] = ssrc;
        indexes[count - 1] = index;
        toFront(count - 1);
    }
}
