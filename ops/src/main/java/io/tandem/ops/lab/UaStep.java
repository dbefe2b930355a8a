package io.tandem.ops.lab;

import java.util.ArrayList;
import java.util.List;

/** What came of an input: where the call stands now, and what is to be done, in order. */
record UaStep(UaState state, List<UaOrder> orders) {

    static UaStep to(UaState state, UaOrder... orders) {
        return new UaStep(state, List.of(orders));
    }

    /** The same step, after those orders. */
    UaStep after(UaOrder... first) {
        List<UaOrder> all = new ArrayList<>(List.of(first));
        all.addAll(orders);
        return new UaStep(state, all);
    }

    static UaStep over(Outcome outcome, UaOrder... orders) {
        return to(new UaState.Over(outcome), orders);
    }
}
