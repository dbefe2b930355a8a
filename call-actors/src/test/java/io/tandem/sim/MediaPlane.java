package io.tandem.sim;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.media.session.OpenSession;
import io.tandem.media.session.MediaLimits;
import io.tandem.media.session.SessionWatch;
import io.tandem.media.session.Silence;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The media sessions of the node's process, as far as a call sees them. They die with it. */
final class MediaPlane {
    static final long LOOK_MILLIS = MediaLimits.DEFAULT.look().toMillis();
    private static final int FIRST_PORT = 20_000;

    private final Set<String> open = new HashSet<>();
    private final Map<String, SessionWatch> watched = new HashMap<>();
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

    SessionWatch watch(String session, Consumer<Silence> told) {
        SessionWatch watch = new SessionWatch(told);
        if (open.contains(session)) {
            watched.put(session, watch);
        }
        return watch;
    }

    void rest(String session) {
        watched.remove(session);
    }

    /** At each look more has come from whoever has not fallen silent. @return whether it is still that one that watches */
    boolean look(String session, SessionWatch watch) {
        boolean watches = watched.get(session) == watch;
        if (watches) {
            looks++;
            watch.look(packets(MediaEnd.CALLER), 0, packets(MediaEnd.CALLEE), 0, MediaLimits.DEFAULT);
        }
        return watches;
    }

    private int packets(MediaEnd end) {
        return silent.contains(end) ? 0 : looks;
    }

    void close(String session) {
        open.remove(session);
        watched.remove(session);
    }

    void die() {
        open.clear();
        watched.clear();
    }

    Set<String> stillOpen() {
        return Set.copyOf(open);
    }
}
