package io.tandem.cluster.edge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own bugs that a message set off. The loop goes on with the next message; the log is told the first time, then
 * each time the count has doubled, for what one message does a flood of them does too.
 */
final class Mishaps {
    private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);
    private int count;

    void happened(String listener, Throwable cause) {
        count++;
        if (Integer.bitCount(count) == 1) {
            LOG.error("listener {}: a message set off a bug, {} so far", listener, count, cause);
        }
    }
}
