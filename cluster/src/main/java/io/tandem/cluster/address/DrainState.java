package io.tandem.cluster.address;

import java.time.Duration;
import java.util.OptionalInt;

/** How far the drain of a node is. */
public enum DrainState {
    /** What it has goes to others. */
    MOVING("moving"),
    /** No other node can have it: its calls may end. */
    WAITING("waiting"),
    /** They did not in time; they stay in the journal, for whoever has the address next. */
    LATE("late"),
    /** Nothing is left on it. */
    DONE("done");

    private final String label;

    DrainState(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /**
     * @param calls on the node, where it says
     * @param nowMillis UTC
     * @param limit how long calls may take to end that nobody else can have
     */
    public static DrainState of(AddressView view, Draining drained, OptionalInt calls, long nowMillis, Duration limit) {
        String at = drained.node().at();
        if (view.addressesOf(at).isEmpty()) {
            return DONE;
        }
        if (view.othersThan(at)) {
            return MOVING;
        }
        if (calls.isPresent() && calls.getAsInt() == 0) {
            return DONE;
        }
        return nowMillis - drained.sinceMillis() > limit.toMillis() ? LATE : WAITING;
    }
}
