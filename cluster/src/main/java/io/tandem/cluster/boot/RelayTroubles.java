package io.tandem.cluster.boot;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.RelayListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what troubles the relay, which has no log of its own. */
final class RelayTroubles implements RelayListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.media");

    @Override
    public void sendFailed(String sessionId, MediaEnd end, IOException cause) {
        LOG.info("call {}: media towards the {} cannot be sent: {}", sessionId, end, cause.getMessage());
    }

    @Override
    public void socketFailed(IOException cause) {
        LOG.warn("a media socket failed: {}", cause.getMessage());
    }

    @Override
    public void handlerFailed(RuntimeException cause) {
        LOG.error("a media session failed, which is a bug; the others go on", cause);
    }

    @Override
    public void priorityRefused(int nice) {
        LOG.info(
                "a media loop runs as all other threads: the system does not allow it the niceness {} of tandem.media.nice"
                        + " (CAP_SYS_NICE or RLIMIT_NICE)",
                nice);
    }

    @Override
    public void loopDied(Throwable cause) {
        LOG.error("a media loop died, its sessions are deaf", cause);
    }
}
