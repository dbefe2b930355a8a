package io.tandem.ops.lab;

import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.MessageSender;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What carries an agent's SIP. For the agent's thread. */
interface Wire extends MessageSender, AutoCloseable {

    /** Where it listens. */
    InetSocketAddress address();

    /** The way of a request to there. */
    Flow flowTo(InetSocketAddress remote);

    /** Ends what waits for too long. */
    void sweep(long nowNanos);

    @Override
    void close() throws IOException;
}
