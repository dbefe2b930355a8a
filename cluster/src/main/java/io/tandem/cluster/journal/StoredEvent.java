package io.tandem.cluster.journal;

import java.util.Set;

/**
 * One event as it is stored.
 *
 * @param value as {@link ValueCodec} writes it, tags and all
 */
public record StoredEvent(String persistenceId, long sequenceNr, byte[] value, Set<String> tags) {

    /** Whether a call must be woken from this event on. */
    public boolean isCallUp() {
        return tags.contains(Roster.CALL_UP);
    }

    /** Whether it must not be refused. */
    public boolean isEmergency() {
        return tags.contains(Roster.EMERGENCY);
    }

    /** Whether it ends a call. */
    public boolean isCallOver() {
        return tags.contains(Roster.CALL_OVER);
    }
}
