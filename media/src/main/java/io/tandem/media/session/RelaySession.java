package io.tandem.media.session;

import io.tandem.media.udp.SelectorLoop;
import io.tandem.media.udp.SocketGroup;
import io.tandem.media.udp.Ticking;
import java.util.List;
import java.util.function.Consumer;

/** One open session: two ends that relay to each other, served by one loop. */
final class RelaySession implements Ticking {
    private final RelayEnd caller;
    private final RelayEnd callee;
    private final SelectorLoop loop;
    private final SocketGroup sockets;

    private boolean mediates;
    /** Null while nobody wants to know. */
    private volatile SessionWatch watch;

    RelaySession(RelayEnd caller, RelayEnd callee, SelectorLoop loop) {
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
        });
    }

    /** From any thread. */
    void protect(MediaEnd end) {
        end(end).protect();
        mediate();
    }

    /** From any thread. */
    void describe(DescribeRemote order) {
        end(order.end()).describe(order);
        if (order.secured()) {
            mediate();
        }
    }

    private synchronized void mediate() {
        if (!mediates) {
            mediates = true;
            caller.mediate();
            callee.mediate();
            loop.tick(sockets, this);
        }
    }

    @Override
    public void tick(long nowNanos) {
        caller.tick(nowNanos);
        callee.tick(nowNanos);
        if (watch != null && (caller.isUnspoken(nowNanos) || callee.isUnspoken(nowNanos))) {
            loop.beat(this);
        }
    }

    /** Where both sides should speak, who is left without sound gets some of ours; on hold and before the answer nobody is. */
    @Override
    public boolean beat(long nowNanos) {
        return watch != null && (caller.fill(nowNanos) | callee.fill(nowNanos));
    }

    /** Before it starts: that end is sent noise when the other says nothing. */
    void fill(MediaEnd end) {
        mediate();
        end(end).fillSilence();
    }

    /** From any thread. */
    void watch(Consumer<Silence> told) {
        watch = new SessionWatch(told);
    }

    /** From any thread. */
    void rest() {
        watch = null;
    }

    /** On the watch's thread. */
    void look(MediaLimits limits) {
        SessionWatch watching = watch;
        if (watching != null) {
            watching.look(caller.packetsReceived(), caller.reportsReceived(), callee.packetsReceived(),
                    callee.reportsReceived(), limits);
        }
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
