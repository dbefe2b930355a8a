package io.tandem.ops.lab;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A call to place.
 *
 * @param calling our number, in From
 * @param called the number to call, in the Request-URI and To
 * @param gateway who is to carry the call
 * @param patienceMillis how long it may go unanswered before it is cancelled
 * @param hangUpAfterMillis from its answer to our BYE; {@link Answering#WAITS} leaves that to the called side
 * @param script what we do in between
 * @param pickUp another call of this agent's that this one is to take the place of (RFC 3891); empty for a new one
 */
public record CallOrder(String calling, String called, InetSocketAddress gateway, int patienceMillis,
        int hangUpAfterMillis, Script script, Optional<PickUp> pickUp) {

    /** An answered call of the agent's. @param calling what its From said; @param called what its Request-URI said */
    public record PickUp(String calling, String called) {}

    public CallOrder {
        if (patienceMillis < 1 || hangUpAfterMillis < Answering.WAITS) {
            throw new IllegalArgumentException("no such times");
        }
    }

    /** Nothing happens between answer and end. */
    public CallOrder(String calling, String called, InetSocketAddress gateway, int patienceMillis,
            int hangUpAfterMillis) {
        this(calling, called, gateway, patienceMillis, hangUpAfterMillis, Script.NOTHING);
    }

    /** A new call. */
    public CallOrder(String calling, String called, InetSocketAddress gateway, int patienceMillis,
            int hangUpAfterMillis, Script script) {
        this(calling, called, gateway, patienceMillis, hangUpAfterMillis, script, Optional.empty());
    }

    /** The same, in the place of another call. */
    public CallOrder inPlaceOf(PickUp other) {
        return new CallOrder(calling, called, gateway, patienceMillis, hangUpAfterMillis, script, Optional.of(other));
    }
}
