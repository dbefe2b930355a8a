package io.tandem.ops.lab;

import java.net.InetSocketAddress;

/**
 * A call to place.
 *
 * @param calling our number, in From
 * @param called the number to call, in the Request-URI and To
 * @param gateway who is to carry the call
 * @param patienceMillis how long it may go unanswered before it is cancelled
 * @param hangUpAfterMillis from its answer to our BYE; {@link Answering#WAITS} leaves that to the called side
 * @param script what we do in between
 */
public record CallOrder(String calling, String called, InetSocketAddress gateway, int patienceMillis,
        int hangUpAfterMillis, Script script) {

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
}
