package io.tandem.call;

import java.util.ArrayList;
import java.util.List;

/**
 * What the rules make of an input: the next state, what to journal first, what to order then.
 *
 * @param events journaled before any effect runs; at most one today
 */
public record Decision(CallState next, List<CallEvent> events, List<CallEffect> effects) {

    /** Nothing changes, nothing is ordered. */
    public static Decision ignore(CallState state) {
        return new Decision(state, List.of(), List.of());
    }

    public static Decision of(CallState next, CallEffect... effects) {
        return new Decision(next, List.of(), List.of(effects));
    }

    public static Decision of(CallState next, List<CallEffect> effects) {
        return new Decision(next, List.of(), effects);
    }

    public Decision journaling(CallEvent event) {
        return new Decision(next, List.of(event), effects);
    }

    /** This decision with more orders behind its own. */
    public Decision then(List<CallEffect> more) {
        List<CallEffect> all = new ArrayList<>(effects.size() + more.size());
        all.addAll(effects);
        all.addAll(more);
        return new Decision(next, events, all);
    }

    /** This decision with orders that come before its own. */
    public Decision after(List<CallEffect> earlier) {
        return new Decision(next, events, earlier).then(effects);
    }
}
