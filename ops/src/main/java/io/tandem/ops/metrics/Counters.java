package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Counters in fixed slots: each is made when it is first needed and found by its index ever after, so that counting on
 * the path of a message neither looks up a name nor allocates. Thread-safe.
 */
final class Counters {
    private final AtomicReferenceArray<Counter> slots;
    private final IntFunction<Counter> make;

    /** @param make registers the counter of a slot; the library hands the same one to racing callers */
    Counters(int size, IntFunction<Counter> make) {
        this.slots = new AtomicReferenceArray<>(size);
        this.make = make;
    }

    void count(int slot) {
        count(slot, 1);
    }

    void count(int slot, double amount) {
        Counter counter = slots.getPlain(slot);
        (counter != null ? counter : made(slot)).increment(amount);
    }

    private Counter made(int slot) {
        Counter counter = make.apply(slot);
        slots.set(slot, counter);
        return counter;
    }
}
