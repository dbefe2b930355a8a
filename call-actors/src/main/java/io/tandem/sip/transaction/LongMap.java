package io.tandem.sip.transaction;

import java.util.function.Consumer;

/**
 * Values by 64-bit keys that are spread evenly, such as {@link Fingerprint}s: open addressing, linear probing, no boxes
 * and no entry objects. Never more than two thirds full; it grows and does not shrink.
 */
final class LongMap<T> {
    private static final int SMALLEST = 64;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long[] keys = new long[SMALLEST];
    private Object[] values = new Object[SMALLEST]; // null where the slot is free
    private int size;

    int size() {
        return size;
    }

    /** Null when there is none. */
    @SuppressWarnings("unchecked") // nothing but T goes in
    T get(long key) {
        return (T) values[find(key)];
    }

    /** Puts a value, in place of what the key had. */
    void put(long key, T value) {
        int slot = find(key);
        if (values[slot] == null) {
            if (3L * (size + 1) > 2L * keys.length) {
                grow();
                slot = find(key);
            }
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** Removes the key while it is that very value's. */
    void remove(long key, T value) {
        int slot = find(key);
        if (values[slot] == value) {
            size--;
            close(slot);
        }
    }

    /** In no order; the map must not change meanwhile. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<T> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((T) value);
            }
        }
    }

    private int home(long key) {
        return (int) (key * GOLDEN >>> Long.numberOfLeadingZeros(keys.length) + 1);
    }

    /** The key's slot, or the free one where it would go. */
    private int find(long key) {
        int slot = home(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    // What probed past the slot moves up, so that no probe ends too early and no slot is lost to a tombstone.
    private void close(int freed) {
        int mask = keys.length - 1;
        int free = freed;
        for (int slot = free + 1 & mask; values[slot] != null; slot = slot + 1 & mask) {
            if ((slot - home(keys[slot]) & mask) >= (slot - free & mask)) {
                keys[free] = keys[slot];
                values[free] = values[slot];
                free = slot;
            }
        }
        values[free] = null;
    }

    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = find(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
