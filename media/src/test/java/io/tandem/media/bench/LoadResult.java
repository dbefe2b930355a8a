package io.tandem.media.bench;

/** What became of the packets of a run. */
final class LoadResult {
    /** All that were measured. */
    long sent;
    /** How long those took that came, each counted once. */
    final Delays delays = new Delays();
    /** Packets that came twice, a second or more late, or from nobody whom we know. */
    long strange;
    /** Packets that were not what was said, of those that were looked into. */
    long wrong;
    /** How far the load was behind its own schedule, slot by slot. */
    final Delays lateness = new Delays();

    long lost() {
        return sent - delays.total();
    }
}
