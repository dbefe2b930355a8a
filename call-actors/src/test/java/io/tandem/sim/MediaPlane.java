package io.tandem.sim;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.media.session.OpenSession;
import io.tandem.media.session.SessionStats;
import io.tandem.media.session.SessionStats.EndStats;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The media sessions of the node's process, as far as a call sees them. They die with it. */
final class MediaPlane {
    private static final int FIRST_PORT = 20_000;

    private final Set<String> open = new HashSet<>();
    private final Plan.Surroundings around;
    private final Set<MediaEnd> silent = EnumSet.noneOf(MediaEnd.class);
    private int opened;
    private int looks;

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

    /** Of all sessions that end sends no more. */
    void fallsSilent(MediaEnd end) {
        silent.add(end);
    }

    /** Whether nothing comes from anybody. */
    boolean isSilent() {
        return silent.containsAll(EnumSet.allOf(MediaEnd.class));
    }

    /** At each look more has come from whoever has not fallen silent. */
    Optional<SessionStats> stats(String session) {
        looks++;
        return open.contains(session)
                ? Optional.of(new SessionStats(stats(MediaEnd.CALLER), stats(MediaEnd.CALLEE)))
                : Optional.empty();
    }

    private EndStats stats(MediaEnd end) {
        return new EndStats("", "", true, silent.contains(end) ? 0 : looks, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
