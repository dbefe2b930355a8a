package io.tandem.cluster.journal.cassandra;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The ids that were made here and not asked for yet: nothing is stored of them, so nothing need be read. Bounded: where two
 * ids share a place the later one stays, and the earlier one is read in vain. Thread-safe, without a lock.
 */
final class FreshIds {
    private static final int PLACES = 1 << 14;

    private final AtomicReferenceArray<String> ids = new AtomicReferenceArray<>(PLACES);

    void add(String id) {
        ids.set(place(id), id);
    }

    /** Whether the id was added and not yet taken; it is no longer fresh then. */
    boolean take(String id) {
        int place = place(id);
        String kept = ids.get(place);
        return id.equals(kept) && ids.compareAndSet(place, kept, null);
    }

    private static int place(String id) {
        int hash = id.hashCode();
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
