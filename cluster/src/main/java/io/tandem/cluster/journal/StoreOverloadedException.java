package io.tandem.cluster.journal;

/** A write was rejected, and not stored, because too many already wait for their fsync. */
public final class StoreOverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreOverloadedException(int waiting) {
        super("the journal's queue is full: " + waiting + " writes wait for their fsync", null, false, false);
    }
}
