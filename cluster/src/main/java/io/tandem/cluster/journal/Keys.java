package io.tandem.cluster.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the store; numbers are big-endian, so that they sort as they count.
 * <ul>
 * <li>event, snapshot: length of the persistence id (2 octets), persistence id (UTF-8), sequence number (8)
 * <li>highest sequence number, live call: persistence id
 * <li>ended call: end in epoch milliseconds (8), persistence id
 * </ul>
 */
public final class Keys {
    /** Pekko bounds a persistence id to 255 characters in its own stores; this is far above and fits two octets. */
    static final int MAX_ID_OCTETS = 1024;
    private static final int NUMBER = Long.BYTES;

    private Keys() {}

    public static byte[] id(String persistenceId) {
        byte[] id = persistenceId.getBytes(StandardCharsets.UTF_8);
        if (id.length > MAX_ID_OCTETS) {
            throw new IllegalArgumentException("persistence id longer than " + MAX_ID_OCTETS + " octets");
        }
        return id;
    }

    /** Key of the event or snapshot; {@code Long.MAX_VALUE + 1} is a valid end of a range. */
    public static byte[] numbered(byte[] id, long sequenceNr) {
        return ByteBuffer.allocate(Short.BYTES + id.length + NUMBER)
                .putShort((short) id.length)
                .put(id)
                .putLong(
                        sequenceNr)
                .array();
    }

    public static long sequenceNrOf(byte[] numbered) {
        return ByteBuffer.wrap(numbered).getLong(numbered.length - NUMBER);
    }

    /** The persistence id in the key of an event or snapshot. */
    public static byte[] idOf(byte[] numbered) {
        return Arrays.copyOfRange(numbered, Short.BYTES, numbered.length - NUMBER);
    }

    static byte[] ended(long epochMillis, byte[] id) {
        return ByteBuffer.allocate(NUMBER + id.length).putLong(epochMillis).put(id).array();
    }

    /** The least key of a call that ended at or after that time. */
    static byte[] endedFrom(long epochMillis) {
        return number(Math.max(0, epochMillis));
    }

    static byte[] idOfEnded(byte[] ended) {
        byte[] id = new byte[ended.length - NUMBER];
        System.arraycopy(ended, NUMBER, id, 0, id.length);
        return id;
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(NUMBER).putLong(value).array();
    }

    static long numberOf(byte[] octets) {
        return ByteBuffer.wrap(octets).getLong();
    }

    public static String text(byte[] id) {
        return new String(id, StandardCharsets.UTF_8);
    }
}
