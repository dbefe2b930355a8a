package io.tandem.tenant.actor;

import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import io.tandem.tenant.NumberAssignment;
import io.tandem.tenant.actor.NumberBlockActor.Changed;
import io.tandem.tenant.actor.NumberBlockActor.Contents;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A block as the cache keeps it: two bytes for each of its thousand numbers and one object for each different
 * assignment, so that ten million numbers fit. Immutable but for two times, which may race: they only steer refreshing
 * and eviction.
 */
final class CachedBlock {
    private static final short[] NOBODY = new short[PhoneNumber.BLOCK_SIZE];

    private final long version;
    /** By place: 0 for nobody, else one more than the index in {@code assignments}. */
    private final short[] places;
    private final NumberAssignment[] assignments;
    volatile long checkedNanos;
    volatile long usedNanos;

    private CachedBlock(long version, short[] places, NumberAssignment[] assignments, long nowNanos) {
        this.version = version;
        this.places = places;
        this.assignments = assignments;
        this.checkedNanos = nowNanos;
        this.usedNanos = nowNanos;
    }

    static CachedBlock of(Contents contents, long nowNanos) {
        if (contents.numbers().isEmpty()) {
            return new CachedBlock(contents.version(), NOBODY, new NumberAssignment[0], nowNanos);
        }
        short[] places = new short[PhoneNumber.BLOCK_SIZE];
        List<NumberAssignment> assignments = new ArrayList<>();
        for (Contents.Held held : contents.numbers()) {
            int index = assignments.indexOf(held.assignment());
            if (index < 0) {
                assignments.add(held.assignment());
                index = assignments.size() - 1;
            }
            places[held.place()] = (short) (index + 1);
        }
        return new CachedBlock(contents.version(), places, assignments.toArray(new NumberAssignment[0]), nowNanos);
    }

    long version() {
        return version;
    }

    /** The block after the change that follows its version. Assignments that nobody has any more go at the next load. */
    CachedBlock with(Changed change, long nowNanos) {
        short[] changed = places.clone();
        NumberAssignment[] known = assignments;
        if (change.holder().isEmpty()) {
            changed[change.place()] = 0;
        } else {
            int index = Arrays.asList(known).indexOf(change.holder().get());
            if (index < 0) {
                index = known.length;
                known = Arrays.copyOf(known, index + 1);
                known[index] = change.holder().get();
            }
            changed[change.place()] = (short) (index + 1);
        }
        CachedBlock block = new CachedBlock(change.version(), changed, known, nowNanos);
        block.usedNanos = usedNanos;
        return block;
    }

    /** Whether changes have left so many dead assignments that the block should rather be loaded anew. */
    boolean isLittered() {
        return assignments.length > 2 * PhoneNumber.BLOCK_SIZE;
    }

    /** What the block says of that number of its own. */
    Lookup lookup(String number) {
        short index = places[PhoneNumber.suffixOf(number)];
        if (index == 0) {
            return new Lookup.Unprovisioned(number);
        }
        NumberAssignment assignment = assignments[index - 1];
        Optional<Service> service = assignment.service();
        return service.isEmpty()
                ? new Lookup.Unprovisioned(number)
                : new Lookup.Held(number, assignment.account(), service.get(), assignment.customSipHeader());
    }
}
