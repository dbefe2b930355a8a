package io.tandem.sip.transaction;

import io.tandem.sip.route.Flow;

/** The flows met lately, so that the transactions of one peer share one object. Bounded: a newer flow takes the slot. */
final class Flows {
    private static final int SLOTS = 256;

    private final Flow[] recent = new Flow[SLOTS];

    /** A flow equal to this one. */
    Flow shared(Flow flow) {
        int hash = flow.remote().hashCode() * 31 + Long.hashCode(flow.connection());
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Flow known = recent[slot];
        if (flow.equals(known)) {
            return known;
        }
        recent[slot] = flow;
        return flow;
    }
}
