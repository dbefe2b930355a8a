package io.tandem.cluster.edge;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Flow;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What waits on one loop for the addresses of names, in its order and bounded. For the loop's own thread; the answers may
 * come on any.
 */
final class NameQueue {
    /** Names at once that are asked for. */
    private static final int MOST_NAMES = 256;

    /** @param target where it would have gone */
    record Waiting(Flow target, SipMessage message, Flow flow) {}

    /** What becomes of a message once its name's addresses are there. */
    interface Answered {
        void answered(Waiting waiting, List<InetSocketAddress> found);
    }

    private record Key(FarName name, String listener) {}

    private final EdgeLoop loop;
    private final LoopSet edge;
    private final Answered answered;
    private final int most;
    private final Map<Key, ArrayDeque<Waiting>> queues = new HashMap<>();

    /** @param most messages that wait for one name */
    NameQueue(EdgeLoop loop, LoopSet edge, int most, Answered answered) {
        this.loop = loop;
        this.edge = edge;
        this.most = most;
        this.answered = answered;
    }

    /** @param flow has a name; false when too much waits already */
    boolean ask(Flow target, SipMessage message, Flow flow) {
        FarName name = flow.farName().orElseThrow();
        Key key = new Key(name, flow.listener());
        Waiting waiting = new Waiting(target, message, flow);
        ArrayDeque<Waiting> queue = queues.get(key);
        if (queue != null) {
            return queue.size() < most && queue.add(waiting);
        }
        boolean ipv6 = edge.listener(flow.listener()).local().getAddress() instanceof Inet6Address;
        CompletableFuture<List<InetSocketAddress>> asked = edge.names()
                .find(name, flow.transport(), ipv6)
                .toCompletableFuture();
        if (asked.isDone()) {
            answered.answered(waiting, asked.join());
            return true;
        }
        if (queues.size() >= MOST_NAMES) {
            return false;
        }
        queues.put(key, new ArrayDeque<>(List.of(waiting)));
        asked.thenAccept(found -> loop.later(() -> queues.remove(key)
                .forEach(one -> answered.answered(one, found))));
        return true;
    }
}
