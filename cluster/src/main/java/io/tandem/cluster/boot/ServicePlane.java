package io.tandem.cluster.boot;

import io.tandem.call.CallGateway;
import io.tandem.call.actor.CallLoad;
import io.tandem.call.actor.CallPorts;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.edge.EdgeStart;
import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.trunk.Trunks;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A service address at work on this node: its listeners and transactions, its watch over the trunks' peers, and what its
 * calls work with. Taking an address over is starting one of these; giving it up is closing it.
 */
final class ServicePlane {
    private final ServiceAddress address;
    private final TandemConfig.Dns dns;
    private final SipEdgeHost edge;
    private final Trunks trunks;
    private final CallLoad load;
    private final Optional<CallPorts> ports;
    private boolean leaving;
    private boolean bound;

    ServicePlane(ServiceAddress address, TandemConfig.Dns dns, SipEdgeHost edge, Trunks trunks, CallPorts ports) {
        this.address = address;
        this.dns = dns;
        this.edge = edge;
        this.trunks = trunks;
        this.load = ports.load();
        this.ports = Optional.of(ports);
    }

    char id() {
        return address.id();
    }

    SipEdgeHost edge() {
        return edge;
    }

    Trunks trunks() {
        return trunks;
    }

    CallLoad load() {
        return load;
    }

    Optional<CallPorts> ports() {
        return ports;
    }

    /** Binds the listeners: what comes in waits there until {@link #open}. */
    void bind(CallGateway calls) throws StartFailure {
        if (bound) {
            return;
        }
        if (edge.bind(calls) instanceof EdgeStart.BindFailed failed) {
            throw new StartFailure(failed.unbound()
                    .stream()
                    .map(one -> "listener " + one.listener() + " cannot bind " + one.address() + ": " + one.reason())
                    .collect(Collectors.joining("; ")));
        }
        bound = true;
    }

    /**
     * Opens the listeners: from now on calls come in.
     *
     * @param patient whether to wait for the names of peers, which the first calls want; calls that are up want none
     */
    void open(CallGateway calls, boolean patient) throws StartFailure {
        if (patient) {
            TrunkPlane.awaitNames(trunks, dns);
        }
        bind(calls);
        edge.hear();
        trunks.open();
    }

    /** New calls get 503 from now on; those that are up, and what they still say, go on. */
    synchronized void leave(Duration retryAfter) {
        leaving = true;
        refuseOptions(retryAfter);
        load.close();
    }

    /** Peers try others before us (TSP-45). */
    synchronized void refuseOptions(Duration retryAfter) {
        edge.refuseOptions(retryAfter);
    }

    synchronized void takeOptions() {
        if (!leaving) {
            edge.takeOptions();
        }
    }

    /** Nothing comes in or goes out any more. */
    void close() {
        trunks.close();
        edge.stop();
    }
}
