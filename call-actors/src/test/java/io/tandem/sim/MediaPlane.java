package io.tandem.sim;

import io.tandem.media.session.OpenResult;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.media.session.OpenSession;
import java.util.HashSet;
import java.util.Set;

/** The media sessions of the node's process, as far as a call sees them. They die with it. */
final class MediaPlane {
    private static final int FIRST_PORT = 20_000;

    private final Set<String> open = new HashSet<>();
    private final Plan.Surroundings around;
    private int opened;

    MediaPlane(Plan.Surroundings around) {
        this.around = around;
    }

    OpenResult open(OpenSession order) {
        if (open.contains(order.sessionId())) {
            return new OpenResult.Refused(OpenResult.Reason.ALREADY_OPEN, order.sessionId());
        }
        if (order.ports().isPresent() && around.portsTaken()) {
            return new OpenResult.Refused(OpenResult.Reason.PORT_TAKEN, "by the seed");
        }
        if (order.ports().isEmpty() && around.mediaRefused()) {
            return new OpenResult.Refused(OpenResult.Reason.PORTS_EXHAUSTED, "by the seed");
        }
        open.add(order.sessionId());
        int port = FIRST_PORT + 4 * opened++;
        return new OpenResult.Opened(
                new LocalMedia(order.callerAddress(), order.ports().map(OpenSession.Ports::callerRtpPort).orElse(port)),
                new LocalMedia(order.calleeAddress(),
                        order.ports().map(OpenSession.Ports::calleeRtpPort).orElse(port + 2)));
    }

    void close(String session) {
        open.remove(session);
    }

    void die() {
        open.clear();
    }

    Set<String> stillOpen() {
        return Set.copyOf(open);
    }
}
