package io.tandem.media.udp;

import java.util.BitSet;

/**
 * The even/odd port pairs of one local address. Goes round, so that a port that was given back rests as long as it can:
 * late packets of the last call do not reach the next. Thread-safe.
 */
public final class PortPool {
    /** {@link #take()} found none. */
    public static final int NONE = -1;

    private final int lowestEven;
    private final int pairs;
    private final BitSet taken;
    private int cursor;

    /** The pairs that lie whole within these ports, both included. */
    public PortPool(int low, int high) {
        lowestEven = low + (low & 1);
        pairs = Math.max(0, (high - lowestEven + 1) / 2);
        taken = new BitSet(pairs);
    }

    /** Takes the next free pair: its even port, or {@link #NONE}. */
    public synchronized int take() {
        int pair = taken.nextClearBit(cursor);
        if (pair >= pairs) {
            pair = taken.nextClearBit(0);
        }
        if (pair >= pairs) {
            return NONE;
        }
        taken.set(pair);
        cursor = pair + 1;
        return lowestEven + 2 * pair;
    }

    /** Takes exactly that even port's pair; false when it is not free or not one of ours. */
    public synchronized boolean take(int evenPort) {
        int pair = pairOf(evenPort);
        if (pair < 0 || taken.get(pair)) {
            return false;
        }
        taken.set(pair);
        return true;
    }

    public synchronized void release(int evenPort) {
        int pair = pairOf(evenPort);
        if (pair >= 0) {
            taken.clear(pair);
        }
    }

    /** Whether that even port's pair belongs to this pool. */
    public boolean owns(int evenPort) {
        return pairOf(evenPort) >= 0;
    }

    public int pairs() {
        return pairs;
    }

    public synchronized int pairsTaken() {
        return taken.cardinality();
    }

    private int pairOf(int evenPort) {
        int offset = evenPort - lowestEven;
        return offset >= 0 && (offset & 1) == 0 && offset / 2 < pairs ? offset / 2 : -1;
    }
}
