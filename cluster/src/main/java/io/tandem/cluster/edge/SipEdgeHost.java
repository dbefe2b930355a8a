package io.tandem.cluster.edge;

import io.tandem.call.CallGateway;
import io.tandem.cluster.edge.tls.EdgeTls;
import io.tandem.port.CallId;
import io.tandem.port.EdgeListener;
import io.tandem.port.MessageTap;
import io.tandem.port.SipEdge;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.transaction.TransactionListener;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The SIP edge of a service address: listeners, transactions, and the way between messages and calls. Several of a node
 * share its loops.
 */
public final class SipEdgeHost implements SipEdge {
    private final EdgeConfig config;
    private final EdgeLoops eventLoops;
    private final EdgeListener metrics;
    private final TransactionListener transactionMetrics;
    private final Map<String, LocalListener> listeners = new LinkedHashMap<>();
    private final OptionsDesk options;
    private final EdgeTls tls;
    private final boolean ownTls;
    private final BooleanSupplier mayAct;
    private final MessageTap tap;
    private volatile FarNames names = FarNames.NONE;
    private volatile Binding binding;

    private SipEdgeHost(EdgeConfig config, EdgeLoops eventLoops, EdgeListener metrics,
            TransactionListener transactionMetrics, MessageTap tap, Optional<EdgeTls> shared, BooleanSupplier mayAct) {
        this.tap = tap;
        this.mayAct = mayAct;
        this.config = config;
        this.eventLoops = eventLoops;
        this.metrics = metrics;
        this.transactionMetrics = transactionMetrics;
        this.options = new OptionsDesk(metrics, config.groups());
        config.listeners()
                .forEach(
                        listener -> listeners.put(listener.name(), new LocalListener(listener, config.groups())));
        this.ownTls = shared.isEmpty();
        this.tls = shared.orElseGet(
                () -> EdgeTls.open(config.tls(), config.groups(), metrics, Clock.systemUTC()));
        for (LocalListener listener : listeners.values()) { // never a plain socket where a secure one was asked for
            if (listener.transport() == Transport.TLS && !tls.secures(listener.name())) {
                throw new IllegalArgumentException("listener " + listener.name() + ": no certificate for TLS");
            }
        }
    }

    /** Nothing is bound yet. Throws IllegalArgumentException for what a check of the configuration would refuse. */
    public static SipEdgeHost create(EdgeConfig config, EdgeLoops loops, EdgeListener metrics,
            TransactionListener transactionMetrics) {
        return new SipEdgeHost(config, loops, metrics, transactionMetrics, MessageTap.NONE, Optional.empty(),
                () -> true);
    }

    /**
     * The same with somebody who looks at each message.
     *
     * @param tls of the node: whoever has opened it closes it
     * @param mayAct whether the addresses are still ours: asked for each message, on the loops. What comes or would go while
     *            it is not so is lost, as in the network
     */
    public static SipEdgeHost create(EdgeConfig config, EdgeLoops loops, EdgeListener metrics,
            TransactionListener transactionMetrics, MessageTap tap, EdgeTls tls, BooleanSupplier mayAct) {
        return new SipEdgeHost(config, loops, metrics, transactionMetrics, tap, Optional.of(tls), mayAct);
    }

    /** Binds every listener, or none; from then on calls are told what comes in. Waits; not for a loop's thread. */
    public EdgeStart start(CallGateway calls) {
        EdgeStart outcome = bind(calls);
        if (outcome instanceof EdgeStart.Started) {
            hear();
        }
        return outcome;
    }

    /**
     * The first half of a start: what comes in waits in the sockets until {@link #hear}, so that peers need not say it again
     * then; what is ordered goes out. Waits; not for a loop's thread.
     */
    public EdgeStart bind(CallGateway calls) {
        LoopSet loops = new LoopSet(config, eventLoops, listeners.values(), calls, metrics,
                transactionMetrics, options, tls, tap, mayAct);
        loops.names(names);
        Binding opened = new Binding(loops, eventLoops);
        binding = opened; // before the first message comes in: what it brings about may order at once
        EdgeStart outcome = opened.open();
        if (outcome instanceof EdgeStart.BindFailed) {
            binding = null;
        } else {
            tls.start();
        }
        return outcome;
    }

    /** The other half: calls are told what has come in and comes. */
    public void hear() {
        Binding bound = binding;
        if (bound != null) {
            bound.hear();
        }
    }

    /** Closes listeners and connections; what was ordered before leaves, what is afterwards is dropped. Waits; not for a loop's thread. */
    public void stop() {
        Binding bound = binding;
        binding = null;
        if (bound != null) {
            bound.close();
            if (ownTls) {
                tls.close();
            }
        }
    }

    /** Who is told of the OPTIONS of peers; one at most. */
    public void watchOptions(OptionsWatch watch) {
        options.watch(watch);
    }

    /** Who is asked where a far side is whose connection is gone and which has a name. */
    public void findNamesBy(FarNames known) {
        names = known;
        Binding bound = binding;
        if (bound != null) {
            bound.loops().names(known);
        }
    }

    /** Peers that ask from now on are told to come back later, or elsewhere (TSP-45). */
    public void refuseOptions(Duration retryAfter) {
        options.leave(retryAfter);
    }

    /** They are told again that we are there. */
    public void takeOptions() {
        options.back();
    }

    /**
     * New calls are not heard any more, until this edge stops: nobody answers their INVITEs, so they come again, to
     * whoever has the address by then. Over a stream they fail with it, and the peer goes elsewhere. Over UDP that goes for
     * re-INVITEs too.
     */
    public void ignoreCalls() {
        Binding bound = binding;
        if (bound != null) {
            bound.loops().ignoreCalls();
        }
    }

    /** Calls in which a side waits for the final response to its re-INVITE. Waits; not for a loop's thread. */
    public List<CallId> inReInvite() {
        Binding bound = binding;
        return bound == null
                ? List.of()
                : bound.loops().loops().stream().flatMap(loop -> loop.inReInvite().stream()).toList();
    }

    /** INVITEs that have no final response yet. Waits; not for a loop's thread. */
    public int openInvites() {
        Binding bound = binding;
        return bound == null ? 0 : bound.loops().loops().stream().mapToInt(EdgeLoop::openInvites).sum();
    }

    /** Where the peers that have names were found: such sources are theirs, and allowed where a trunk names none. */
    public void peersFoundAt(List<PeerPlace> places) {
        listeners.values().forEach(listener -> listener.knowPeers(config.groups(), places));
    }

    /** Sends a request that belongs to no call. The asker is told once, on an edge's thread: it must not block. */
    public void ask(ClientTransactionId id, SipRequest request, Flow flow, Consumer<EdgeReply> asker) {
        Binding bound = binding;
        if (bound == null) {
            asker.accept(new EdgeReply.Unsent("the edge is closed"));
        } else {
            bound.loops().ownerOfBranch(id.branch()).ask(id, request, flow, asker);
        }
    }

    /** New calls a second that all loops together let in; 0 while the edge is closed. */
    public double admissionRate() {
        Binding bound = binding;
        return bound == null ? 0 : bound.loops().loops().stream().mapToDouble(loop -> loop.admission().rate()).sum();
    }

    /** What messages waited for their turn, at least, in the last tenth of a second with calls; of the slowest loop. */
    public double loopDelaySeconds() {
        Binding bound = binding;
        return bound == null
                ? 0
                : bound.loops().loops().stream().mapToDouble(loop -> loop.admission().delaySeconds()).max().orElse(0);
    }

    /** Whether that transaction is one of this edge's, at work or over. */
    public boolean owns(ServerTransactionId transaction) {
        Binding bound = binding;
        return bound != null && bound.loops().ownerOf(transaction).isPresent();
    }

    @Override
    public void respond(ServerTransactionId transaction, SipResponse response) {
        Binding bound = binding;
        if (bound != null) {
            bound.loops()
                    .ownerOf(transaction)
                    .ifPresentOrElse(loop -> loop.respond(transaction, response),
                            transactionMetrics::answerDropped);
        }
    }

    @Override
    public void request(CallId call, ClientTransactionId transaction, SipRequest request, Flow flow) {
        Binding bound = binding;
        if (bound != null) {
            bound.loops().ownerOfBranch(transaction.branch()).request(transaction, request, flow, call.value());
        }
    }

    @Override
    public void ack(ClientTransactionId invite, SipRequest ack, Flow flow) {
        Binding bound = binding;
        if (bound != null) {
            bound.loops().ownerOfBranch(invite.branch()).ack(invite, ack, flow);
        }
    }

    @Override
    public void cancel(ClientTransactionId invite, Headers extra) {
        Binding bound = binding;
        if (bound != null) {
            bound.loops().ownerOfBranch(invite.branch()).cancel(invite, extra);
        }
    }

    @Override
    public Advertised advertised(String listener) {
        LocalListener local = listeners.get(listener);
        if (local == null) {
            throw new IllegalArgumentException("no listener " + listener);
        }
        return local.advertised();
    }
}
