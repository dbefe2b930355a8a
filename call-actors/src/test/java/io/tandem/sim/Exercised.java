package io.tandem.sim;

/**
 * What has happened in one run or in many: a generator that no longer makes something happen is noticed by it.
 *
 * @param changed changes of a session that were journaled
 * @param transferred sides whose place one has taken whom the call has asked
 * @param replaced sides whose place one has taken who came for it (RFC 3891)
 * @param joined parties of a second call that the first one was joined with (RFC 5589 §7)
 * @param deaths of the node's process
 * @param midway of those, the ones with an exchange of the session open
 * @param refusedWrites events that the journal has not taken
 * @param silent calls that were ended because neither side sent media
 * @param endedByHand calls that a dead process had left up without the ACK of their caller: nobody would have ended them
 */
record Exercised(long calls, long answered, long changed, long transferred, long replaced, long joined, long deaths,
        long midway, long refusedWrites, long silent, long endedByHand, long steps) {
    static final Exercised NOTHING = new Exercised(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Exercised and(Exercised other) {
        return new Exercised(calls + other.calls, answered + other.answered, changed + other.changed,
                transferred + other.transferred, replaced + other.replaced, joined + other.joined,
                deaths + other.deaths, midway + other.midway, refusedWrites + other.refusedWrites,
                silent + other.silent, endedByHand + other.endedByHand, steps + other.steps);
    }

    @Override
    public String toString() {
        return calls + " calls, " + answered + " answered, " + changed + " sessions changed, " + transferred
                + " sides transferred, " + replaced + " replaced, " + joined + " calls joined, " + deaths
                + " deaths of the node, " + midway + " of them in an exchange, " + refusedWrites
                + " writes refused, " + silent + " fell silent, " + endedByHand + " ended by hand, " + steps + " steps";
    }
}
