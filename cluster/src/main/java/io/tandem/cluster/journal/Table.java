package io.tandem.cluster.journal;

import java.nio.charset.StandardCharsets;

/** The column families of the store. The names are on disk: additive for ever. */
public enum Table {
    /** RocksDB insists on it; empty. */
    DEFAULT("default", 1),
    /** Every event by persistence id and sequence number. */
    EVENTS("events", 16),
    /** The highest sequence number ever written, by persistence id; survives the deletion of events. */
    HIGHEST("highest", 4),
    /** The calls that are up, by persistence id. */
    LIVE("live", 4),
    /** The calls that are over, by time of their end. */
    ENDED("ended", 4),
    /** Snapshots by persistence id and sequence number. */
    SNAPSHOTS("snapshots", 4);

    private final String title;
    private final int writeBufferMegabytes;

    Table(String title, int writeBufferMegabytes) {
        this.title = title;
        this.writeBufferMegabytes = writeBufferMegabytes;
    }

    byte[] octets() {
        return title.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a single key is asked for, often one that is not there; the others are read in order. */
    boolean isLookedUpByKey() {
        return this == HIGHEST || this == LIVE;
    }

    long writeBufferOctets() {
        return writeBufferMegabytes * 1024L * 1024L;
    }
}
