package io.tandem.cluster.journal.cassandra;

/** The database cannot be used; the message says why and what would be right. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** It does not answer. */
        UNREACHABLE,
        /** It lacks tables of ours. */
        NOT_MIGRATED,
        /** Another node keeps the roster of that service address. */
        FENCED
    }

    private final Reason reason;

    DatabaseException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
