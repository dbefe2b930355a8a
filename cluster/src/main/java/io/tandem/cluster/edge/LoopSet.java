package io.tandem.cluster.edge;

import io.netty.channel.EventLoop;
import io.tandem.call.CallGateway;
import io.tandem.cluster.edge.Admission.TrunkBuckets;
import io.tandem.cluster.edge.tls.EdgeTls;
import io.tandem.port.EdgeListener;
import io.tandem.port.MessageTap;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.sip.admission.Rate;
import io.tandem.sip.admission.SharedBucket;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.transaction.TransactionListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.function.BooleanSupplier;

/**
 * All loops of the edge and what they share. Which loop a transaction lives on follows from the message alone, so any
 * socket may read it: what peers start is spread by Call-ID (an INVITE, its CANCEL and its ACK come together, and so do
 * the copies of a merged request), what we start by the branch that we gave it.
 */
final class LoopSet {
    private final EdgeConfig config;
    private final CallGateway calls;
    private final EdgeListener metrics;
    private final TransactionListener transactionMetrics;
    private final OptionsDesk options;
    private final Map<String, LocalListener> listeners = new LinkedHashMap<>();
    private final List<EdgeLoop> loops = new ArrayList<>();
    private final Map<String, TrunkBuckets> trunkBuckets;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final EdgeTls tls;
    private final TcpTwins twins;
    private final MessageTap tap;
    private final BooleanSupplier mayAct;
    private final Set<String> namedTrunks;
    private final Signature signature;
    private volatile boolean hearsCalls = true;
    private volatile FarNames names = FarNames.NONE;
    /** How many connections an address has opened to us; as many entries as connections at most. */
    private final Map<InetAddress, Integer> accepted = new ConcurrentHashMap<>();

    LoopSet(EdgeConfig config, EdgeLoops eventLoops, Collection<LocalListener> listeners, CallGateway calls,
            EdgeListener metrics, TransactionListener transactionMetrics, OptionsDesk options, EdgeTls tls,
            MessageTap tap, BooleanSupplier mayAct) {
        this.mayAct = mayAct;
        this.config = config;
        this.tls = tls;
        this.tap = tap;
        this.calls = calls;
        this.metrics = metrics;
        this.transactionMetrics = transactionMetrics;
        this.options = options;
        listeners.forEach(listener -> this.listeners.put(listener.name(), listener));
        this.twins = new TcpTwins(config.groups(), listeners);
        this.trunkBuckets = buckets(config.groups());
        this.signature = new Signature(config.sbc(), config.groups(), this::senderOf);
        this.namedTrunks = config.groups()
                .stream()
                .filter(group -> group.peers().stream().anyMatch(peer -> !(peer.at() instanceof PeerAddress.Literal)))
                .map(PeerGroup::name)
                .collect(Collectors.toUnmodifiableSet());
        for (int i = 0; i < eventLoops.size(); i++) {
            loops.add(new EdgeLoop(i, eventLoops, this));
        }
    }

    private static Map<String, TrunkBuckets> buckets(List<PeerGroup> groups) {
        Map<String, TrunkBuckets> buckets = new HashMap<>();
        for (PeerGroup group : groups) {
            if (group.rates().limited()) {
                Rate rate = Rate.of(group.rates().callsPerSecond(), group.rates().burst());
                long now = System.nanoTime();
                buckets.put(group.name(), new TrunkBuckets(new SharedBucket(rate, now), new SharedBucket(rate, now)));
            }
        }
        return Map.copyOf(buckets);
    }

    /** Of those trunks that have a rate, by name. */
    Map<String, TrunkBuckets> trunkBuckets() {
        return trunkBuckets;
    }

    EdgeConfig config() {
        return config;
    }

    CallGateway calls() {
        return calls;
    }

    EdgeListener metrics() {
        return metrics;
    }

    OptionsDesk options() {
        return options;
    }

    TransactionListener transactionMetrics() {
        return transactionMetrics;
    }

    List<EdgeLoop> loops() {
        return loops;
    }

    Collection<LocalListener> listeners() {
        return listeners.values();
    }

    /** Throws for a name that is not configured: flows are made of configured names. */
    LocalListener listener(String name) {
        LocalListener listener = listeners.get(name);
        if (listener == null) {
            throw new IllegalArgumentException("no listener " + name);
        }
        return listener;
    }

    TcpTwins twins() {
        return twins;
    }

    Signature signature() {
        return signature;
    }

    FarNames names() {
        return names;
    }

    void names(FarNames known) {
        names = known;
    }

    /** Whether the addresses are still ours to speak for. */
    boolean mayAct() {
        return mayAct.getAsBoolean();
    }

    /** New calls are not heard any more, nor re-INVITEs that come again to whoever follows us; all else is. */
    void ignoreCalls() {
        hearsCalls = false;
    }

    boolean ignores(SipMessage message, Flow flow) {
        return !hearsCalls && message instanceof SipRequest request && request.method().equals(SipMethod.INVITE)
                && (request.toTag().isEmpty() || flow.transport() == Transport.UDP);
    }

    MessageTap tap() {
        return tap;
    }

    EdgeTls tls() {
        return tls;
    }

    /** A certificate's proof goes before what the address alone would say. */
    Optional<Sources.Sender> senderOf(Flow flow) {
        Sources sources = listener(flow.listener()).sources();
        return flow.trunk().isEmpty()
                ? sources.senderAt(flow.remote())
                : sources.senderAt(flow.remote(), flow.trunk()::equals);
    }

    /**
     * Whether names of that far side are to be asked for: where its trunk's peers are addresses, no name counts. An address
     * that a peer has left may be nobody's by now: then it is enough that its listener's trunks have names.
     */
    boolean asksNames(Flow flow) {
        if (namedTrunks.isEmpty()) {
            return false;
        }
        Optional<String> trunk = flow.trunk().isEmpty()
                ? senderOf(flow).map(Sources.Sender::peerGroup)
                : Optional.of(flow.trunk());
        return trunk.map(namedTrunks::contains)
                .orElseGet(() -> config.groups()
                        .stream()
                        .anyMatch(group -> namedTrunks.contains(group.name())
                                && group.listeners().contains(flow.listener())));
    }

    EdgeLoop ownerOf(SipMessage message) {
        if (loops.size() == 1) {
            return loops.getFirst();
        }
        return switch (message) {
            case SipRequest request -> spread(request.callId());
            case SipResponse response -> ownerOfBranch(response.topVia().branch().orElse(""));
        };
    }

    EdgeLoop ownerOfBranch(String branch) {
        return spread(branch);
    }

    /** Empty for an edge that is not ours: of another node, or of before the restart. */
    Optional<EdgeLoop> ownerOf(ServerTransactionId transaction) {
        long index = transaction.edge() - config.edge();
        return index < 0 || index >= loops.size() ? Optional.empty() : Optional.of(loops.get((int) index));
    }

    /** One loop opens the connections to a target, so that it has one. */
    EdgeLoop ownerOfTarget(Flow target) {
        return spread(target);
    }

    EdgeLoop ownerOfConnection(long number) {
        return loops.get((int) (number % loops.size()));
    }

    EdgeLoop ownerOf(EventLoop eventLoop) {
        for (EdgeLoop loop : loops) {
            if (loop.loop() == eventLoop) {
                return loop;
            }
        }
        throw new IllegalArgumentException("not a loop of the edge");
    }

    /** No connection to that address could be opened; said before what waited for it fails. */
    void unreachable(InetSocketAddress remote) {
        loops.forEach(loop -> loop.unreachable(remote));
    }

    /** Fails what was sent on that flow, whichever loop sent it. */
    void transportFailed(Flow flow, String reason) {
        loops.forEach(loop -> loop.transportFailed(flow, reason));
    }

    void ledTo(ClientTransactionId invite, Flow way) {
        ownerOfBranch(invite.branch()).ledTo(invite, way);
    }

    void requestFailed(ClientTransactionId id, String reason) {
        ownerOfBranch(id.branch()).requestFailed(id, reason);
    }

    /** False when there are as many connections as may be. */
    boolean takeConnection() {
        if (connections.incrementAndGet() <= config.streams().connections()) {
            return true;
        }
        connections.decrementAndGet();
        return false;
    }

    /** False when as many peers as may be are in the middle of their TLS handshake. */
    boolean takeHandshake() {
        if (handshakes.incrementAndGet() <= config.streams().handshakes()) {
            return true;
        }
        handshakes.decrementAndGet();
        return false;
    }

    void freeHandshake() {
        handshakes.decrementAndGet();
    }

    void freeConnection() {
        connections.decrementAndGet();
    }

    /** False when that address has as many connections to us as it may have. */
    boolean takeSource(InetAddress source) {
        int most = config.streams().perSource();
        if (accepted.merge(source, 1, Integer::sum) <= most) {
            return true;
        }
        freeSource(source);
        return false;
    }

    void freeSource(InetAddress source) {
        accepted.computeIfPresent(source, (_, held) -> held == 1 ? null : held - 1);
    }

    private EdgeLoop spread(Object key) {
        return loops.size() == 1 ? loops.getFirst() : loops.get(Math.floorMod(key.hashCode(), loops.size()));
    }
}
