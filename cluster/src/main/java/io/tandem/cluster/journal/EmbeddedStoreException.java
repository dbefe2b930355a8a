package io.tandem.cluster.journal;

import java.nio.file.Path;
import java.util.Objects;

/** The embedded store cannot be used; the message is fit for the operator. */
public final class EmbeddedStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What keeps the store from being used. */
    public enum Reason {
        /** Another node, in this process or another, has the directory open. */
        IN_USE,
        /** The directory or what is in it cannot be read or written. */
        UNREADABLE,
        /** The store was closed with its actor system. */
        CLOSED
    }

    private final Reason reason;
    private final transient Path directory;

    EmbeddedStoreException(Reason reason, Path directory, Throwable cause) {
        super(say(reason, directory, cause), cause);
        this.reason = Objects.requireNonNull(reason);
        this.directory = directory;
    }

    public Reason reason() {
        return reason;
    }

    /** The store's directory. */
    public Path directory() {
        return directory;
    }

    private static String say(Reason reason, Path directory, Throwable cause) {
        return switch (reason) {
            case IN_USE -> "another node is running on the data directory " + directory
                    + "; stop it or give this one its own tandem.data-directory";
            case UNREADABLE -> "the store in " + directory + " cannot be read or written: " + cause;
            case CLOSED -> "the store in " + directory + " is closed";
        };
    }
}
