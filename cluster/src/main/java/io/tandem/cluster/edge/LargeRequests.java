package io.tandem.cluster.edge;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Requests that are too long for a datagram that every path carries: they go by TCP where their trunk has a listener for
 * it, and by UDP after all, on the same branch, where nobody takes TCP (RFC 3261 §18.1.1, TSP-129). One for each loop,
 * for its own thread; bounded: what is forgotten early loses its second way, nothing else.
 */
final class LargeRequests {
    /** §18.1.1, for a path whose MTU nobody knows. */
    static final int LARGEST_BYTES = 1_300;
    private static final int VIA_BYTES = "Via: SIP/2.0/UDP :65535;branch=;rport\r\n".length();
    private static final int REMEMBERED = 1 << 10;
    private static final long BARRED_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** 64·T1: nobody waits longer for an ACK. */
    private static final long ACK_NANOS = TimeUnit.SECONDS.toNanos(32);

    /** How a request leaves after all. */
    interface Sender {
        void request(ClientTransactionId id, SipRequest request, Flow flow, String owner);

        void ack(ClientTransactionId invite, SipRequest ack, Flow flow);
    }

    /** @param neverSent whether no connection took it */
    private record Moved(SipRequest request, Flow udp, String owner, boolean neverSent) {}

    private record Acknowledged(ClientTransactionId invite, SipRequest ack, Flow udp, long atNanos) {}

    private final LoopSet edge;
    private final Sender sender;
    /** Without a response yet. */
    private final Map<ClientTransactionId, Moved> waiting = bounded();
    /** INVITEs that went by TCP, and how: their ACKs follow. */
    private final Map<ClientTransactionId, Flow> invites = bounded();
    private final ArrayDeque<Acknowledged> acks = new ArrayDeque<>();
    /** Where no connection could be opened, and until when none is tried. */
    private final Map<InetSocketAddress, Long> barred = bounded();

    LargeRequests(LoopSet edge, Sender sender) {
        this.edge = edge;
        this.sender = sender;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** The way of a request that is ordered: by TCP where it is too long, else as asked for. */
    Flow way(ClientTransactionId id, SipRequest request, Flow flow, String owner, long nowNanos) {
        Flow tcp = byTcp(request, id.branch(), flow, nowNanos);
        if (tcp == null) {
            return flow;
        }
        edge.metrics().movedToTcp(flow.listener());
        waiting.put(id, new Moved(request, flow, owner, false));
        if (id.method().equals(SipMethod.INVITE)) {
            invites.put(id, tcp);
        }
        return tcp;
    }

    /** An ACK goes as its INVITE went where it goes to the same place; else by its own length. */
    Flow wayOfAck(ClientTransactionId invite, SipRequest ack, Flow flow, long nowNanos) {
        Flow tcp = invites.get(invite);
        if (tcp == null || !tcp.remote().equals(flow.remote()) || isBarred(tcp.remote(), nowNanos)) {
            tcp = byTcp(ack, invite.branch(), flow, nowNanos);
            if (tcp == null) {
                return flow;
            }
            edge.metrics().movedToTcp(flow.listener());
        }
        if (acks.size() >= REMEMBERED) {
            acks.poll();
        }
        acks.add(new Acknowledged(invite, ack, flow, nowNanos));
        return tcp;
    }

    /** Null where it goes by UDP: short, or nobody there takes TCP. */
    private Flow byTcp(SipRequest request, String branch, Flow flow, long nowNanos) {
        if (flow.transport() != Transport.UDP || !edge.twins().has(flow.listener())
                || length(request, branch, flow) <= LARGEST_BYTES || isBarred(flow.remote(), nowNanos)) {
            return null;
        }
        LocalListener tcp = edge.twins().of(flow.listener(), edge.senderOf(flow).map(Sources.Sender::peerGroup));
        return tcp == null ? null : Flow.to(tcp.name(), Transport.TCP, flow.remote());
    }

    /** With our Via, which it has not yet; the port in it taken for the longest. */
    private int length(SipRequest request, String branch, Flow flow) {
        return request.wireLength() + VIA_BYTES + branch.length()
                + edge.listener(flow.listener()).advertised().host().length();
    }

    /** The other side has it. */
    void answered(ClientTransactionId id, SipResponse response) {
        if (!waiting.isEmpty()) {
            waiting.remove(id);
        }
        if (!invites.isEmpty() && response.finalResponse() && !response.success()) {
            invites.remove(id); // its ACK is the transaction's own
        }
    }

    /** Nothing comes of it any more, or it is not wanted any more: it is not sent another way. */
    void forget(ClientTransactionId id) {
        if (!waiting.isEmpty()) {
            waiting.remove(id);
        }
    }

    /** No connection took it, for a reason of ours. */
    void neverSent(ClientTransactionId id) {
        waiting.computeIfPresent(id, (_, moved) -> new Moved(moved.request(), moved.udp(), moved.owner(), true));
    }

    /** No connection to there could be opened: what has to be acknowledged there is acknowledged by UDP. */
    void unreachable(InetSocketAddress remote, long nowNanos) {
        barred.remove(remote); // so that the eldest is the one that was met longest ago
        barred.put(remote, nowNanos + BARRED_NANOS);
        for (int left = acks.size(); left > 0; left--) {
            Acknowledged sent = acks.poll();
            if (!sent.udp().remote().equals(remote)) {
                acks.add(sent);
            } else if (nowNanos - sent.atNanos() < ACK_NANOS) {
                sender.ack(sent.invite(), sent.ack(), sent.udp());
            }
        }
    }

    /**
     * A request came to nothing by TCP. True when it goes by UDP now, so that nobody is to be told: it was never sent.
     * One that a connection took and lost may have arrived.
     */
    boolean goesByUdp(ClientTransactionId id, long nowNanos) {
        Moved moved = waiting.remove(id);
        if (moved == null || !moved.neverSent() && !isBarred(moved.udp().remote(), nowNanos)) {
            return false;
        }
        invites.remove(id);
        sender.request(id, moved.request(), moved.udp(), moved.owner());
        return true;
    }

    private boolean isBarred(InetSocketAddress remote, long nowNanos) {
        Long until = barred.isEmpty() ? null : barred.get(remote);
        if (until != null && nowNanos - until >= 0) {
            barred.remove(remote);
            return false;
        }
        return until != null;
    }
}
