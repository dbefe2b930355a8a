package io.tandem.media.session;

import static io.tandem.media.session.EndFigures.PACKETS_DROPPED;
import static io.tandem.media.session.EndFigures.PACKETS_REFUSED;
import static io.tandem.media.session.EndFigures.PACKETS_SENT;

import io.tandem.media.session.LocalMediaAddress.Binding;
import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.session.OpenResult.Reason;
import io.tandem.media.session.OpenResult.Refused;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.udp.SelectorLoop;
import io.tandem.media.udp.SocketGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Relays RTP and RTCP between the two ends of calls. Ports are bound on the thread that opens a session; from then on
 * one loop serves it, both directions, until it is closed.
 */
public final class RelayEngine implements MediaSessions, AutoCloseable {
    /** Local addresses are configured, so few; an order that names ever new ones is not worth remembering. */
    private static final int MAX_LOCAL_ADDRESSES = 64;

    private final RelaySettings settings;
    private final RelayListener listener;
    private final BooleanSupplier mayRelay;
    private final List<Lane> lanes = new ArrayList<>();
    private final ConcurrentMap<String, RelaySession> sessions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LocalMediaAddress> addresses = new ConcurrentHashMap<>();
    private final SilenceWatch watch;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger nextLane = new AtomicInteger();

    private RelayEngine(RelaySettings settings, RelayListener listener, BooleanSupplier mayRelay) {
        this.settings = settings;
        this.listener = listener;
        this.mayRelay = mayRelay;
        watch = new SilenceWatch(sessions.values(), settings.limits(), listener);
        for (int i = 0; i < settings.loops(); i++) {
            lanes.add(new Lane(
                    new SelectorLoop("media-loop-" + i, SrtpScratch.MAX_PACKET_BYTES, settings.nice(), listener)));
        }
    }

    /** Starts the loops. */
    public static RelayEngine start(RelaySettings settings, RelayListener listener) {
        return start(settings, listener, () -> true);
    }

    /** The same for addresses that may be lost: asked for each packet, on the loops. What comes while it is not so is lost. */
    public static RelayEngine start(RelaySettings settings, RelayListener listener, BooleanSupplier mayRelay) {
        RelayEngine engine = new RelayEngine(settings, listener, mayRelay);
        engine.lanes.forEach(lane -> lane.loop().start());
        engine.watch.start();
        return engine;
    }

    @Override
    public OpenResult open(OpenSession order) {
        if (sessions.containsKey(order.sessionId())) {
            return new Refused(Reason.ALREADY_OPEN, "session " + order.sessionId() + " is open");
        }
        if (active.incrementAndGet() > settings.maxSessions()) {
            active.decrementAndGet();
            return new Refused(Reason.SESSION_LIMIT, settings.maxSessions() + " sessions are open");
        }
        OpenResult result = bindCaller(order);
        if (result instanceof Refused) {
            active.decrementAndGet();
        }
        return result;
    }

    private OpenResult bindCaller(OpenSession order) {
        return switch (bind(order, MediaEnd.CALLER)) {
            case Binding.Failed(var refusal) -> refusal;
            case Binding.Bound(var caller) -> bindCallee(order, caller);
        };
    }

    private OpenResult bindCallee(OpenSession order, LocalPair caller) {
        return switch (bind(order, MediaEnd.CALLEE)) {
            case Binding.Failed(var refusal) -> {
                giveBack(caller);
                yield refusal;
            }
            case Binding.Bound(var callee) -> start(order, caller, callee);
        };
    }

    private OpenResult start(OpenSession order, LocalPair caller, LocalPair callee) {
        String id = order.sessionId();
        Lane lane = lanes.get(Math.floorMod(nextLane.getAndIncrement(), lanes.size()));
        RelaySession session = new RelaySession(end(order, MediaEnd.CALLER, caller, lane),
                end(order, MediaEnd.CALLEE, callee, lane), lane.loop());
        if (sessions.putIfAbsent(id, session) != null) {
            giveBack(caller);
            giveBack(callee);
            return new Refused(Reason.ALREADY_OPEN, "session " + id + " is open");
        }
        order.filled().forEach(session::fill);
        session.start();
        order.secured().forEach(session::protect);
        return new Opened(caller.media(), callee.media());
    }

    private RelayEnd end(OpenSession order, MediaEnd end, LocalPair pair, Lane lane) {
        return new RelayEnd(order.sessionId(), end, pair, lane, listener, mayRelay);
    }

    private Binding bind(OpenSession order, MediaEnd end) {
        String text = end == MediaEnd.CALLER ? order.callerAddress() : order.calleeAddress();
        LocalMediaAddress address = addresses.get(text);
        if (address == null) {
            InetAddress literal = RemoteAddresses.literal(text);
            if (literal == null || addresses.size() >= MAX_LOCAL_ADDRESSES) {
                return new Binding.Failed(new Refused(Reason.SOCKET_FAILED, "no local address: " + text));
            }
            address = addresses.computeIfAbsent(text, t -> new LocalMediaAddress(t, literal, settings));
        }
        int dscp = order.dscp().of(end);
        return order.ports().isPresent() ? address.bind(order.ports().get(), end, dscp) : address.bindAny(dscp);
    }

    private static void giveBack(LocalPair pair) {
        SocketGroup.closeUnserved(List.of(pair.rtp(), pair.rtcp()));
        pair.release();
    }

    @Override
    public void describeRemote(DescribeRemote order) {
        RelaySession session = sessions.get(order.sessionId());
        if (session != null) {
            session.describe(order);
        }
    }

    @Override
    public void protect(ProtectEnd order) {
        RelaySession session = sessions.get(order.sessionId());
        if (session != null) {
            session.protect(order.end());
        }
    }

    @Override
    public void watch(String sessionId, Consumer<Silence> told) {
        RelaySession session = sessions.get(sessionId);
        if (session != null) {
            session.watch(told);
        }
    }

    @Override
    public void rest(String sessionId) {
        RelaySession session = sessions.get(sessionId);
        if (session != null) {
            session.rest();
        }
    }

    @Override
    public Optional<SessionStats> close(String sessionId) {
        RelaySession session = sessions.remove(sessionId);
        if (session == null) {
            return Optional.empty();
        }
        active.decrementAndGet();
        session.end();
        return Optional.of(session.stats());
    }

    /** Ends those sessions, without asking the calls whose they are. */
    public void closeWhere(Predicate<String> sessionIds) {
        sessions.keySet().stream().filter(sessionIds).forEach(this::close);
    }

    @Override
    public Optional<SessionStats> stats(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId)).map(RelaySession::stats);
    }

    @Override
    public int active() {
        return sessions.size();
    }

    /** All sessions together, for figures of the node. */
    public RelayTotals totals() {
        int taken = 0;
        int total = 0;
        for (LocalMediaAddress address : addresses.values()) {
            taken += address.pairsTaken();
            total += address.pairs();
        }
        return new RelayTotals(sessions.size(), taken, total, sum(PACKETS_SENT), sum(PACKETS_REFUSED),
                sum(PACKETS_DROPPED));
    }

    private long sum(int which) {
        long sum = 0;
        for (Lane lane : lanes) {
            sum += lane.totals().get(which);
        }
        return sum;
    }

    /** Ends all sessions, closes their sockets and stops the loops; waits for that. */
    @Override
    public void close() {
        watch.close();
        sessions.clear();
        lanes.forEach(lane -> lane.loop().close());
    }
}
