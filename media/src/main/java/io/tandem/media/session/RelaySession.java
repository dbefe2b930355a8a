package io.tandem.media.session;

import io.tandem.media.udp.SelectorLoop;
import io.tandem.media.udp.SocketGroup;
import java.util.List;
import java.util.Optional;

/** One open session: two ends that relay to each other, served by one loop. */
final class RelaySession {
    private final RelayEnd caller;
    private final RelayEnd callee;
    private final SelectorLoop loop;
    private final SocketGroup sockets;

    RelaySession(RelayEnd caller, RelayEnd callee, SelectorLoop loop, boolean ticks) {
        this.caller = caller;
        this.callee = callee;
        this.loop = loop;
        caller.relayTo(callee);
        callee.relayTo(caller);
        LocalPair a = caller.local();
        LocalPair b = callee.local();
        sockets = new SocketGroup(List.of(a.rtp(), a.rtcp(), b.rtp(), b.rtcp()), () -> {
            a.release();
            b.release();
        }, ticks ? Optional.of(this::tick) : Optional.empty());
    }

    private void tick(long nowNanos) {
        caller.tick(nowNanos);
        callee.tick(nowNanos);
    }

    void start() {
        loop.add(sockets);
    }

    void end() {
        loop.remove(sockets);
    }

    RelayEnd end(MediaEnd end) {
        return end == MediaEnd.CALLER ? caller : callee;
    }

    SessionStats stats() {
        return new SessionStats(caller.stats(), callee.stats());
    }
}
