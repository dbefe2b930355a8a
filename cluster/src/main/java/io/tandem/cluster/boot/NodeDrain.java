package io.tandem.cluster.boot;

import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.address.DrainState;
import io.tandem.cluster.address.Draining;
import io.tandem.cluster.address.NodeRun;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.health.Health;
import io.tandem.ops.metrics.TandemMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains of nodes by command, as this one knows them, and what its own means here: it takes no new calls (design §4). In a
 * cluster the book of addresses is told and tells all; alone the node keeps it itself.
 */
final class NodeDrain {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    private static final int BOOK_PATIENCE_SECONDS = 4;

    private final TandemConfig.Cluster cluster;
    private final AddressPlane addresses;
    private final SipPlane sip;
    private final String self;
    private volatile AddressView alone;
    private boolean drained;
    private boolean done;

    private NodeDrain(TandemConfig.Cluster cluster, AddressPlane addresses, SipPlane sip) {
        this.cluster = cluster;
        this.addresses = addresses;
        this.sip = sip;
        this.self = cluster.host() + ":" + cluster.port();
        this.alone = alone(List.of());
    }

    /** From now on this node follows what it is told of its drain. */
    static NodeDrain start(TandemConfig.Cluster cluster, AddressPlane addresses, SipPlane sip, TandemMetrics metrics,
            Health health) {
        NodeDrain drain = new NodeDrain(cluster, addresses, sip);
        addresses.watch(drain::follow);
        metrics.gauge("tandem_draining", "1 while the node takes no new calls and gives its service addresses up",
                Map.of(), () -> drain.of(drain.self).isPresent() ? 1 : 0);
        health.register("drain", () -> drain.of(drain.self).isPresent()
                ? new Health.State.Down("drained: it takes no new calls")
                : new Health.State.Up(""));
        return drain;
    }

    private AddressView alone(List<Draining> draining) {
        ServiceAddress own = cluster.addresses().getFirst();
        return new AddressView(1, Map.of(own.id(), new AddressView.Owner(new NodeRun(self, 0), 0, true)),
                Set.of(self), draining);
    }

    AddressView view() {
        return cluster.alone() ? alone : addresses.view();
    }

    /** The drain of that node, {@code host:port}, if it is drained. */
    Optional<Draining> of(String at) {
        return view().draining(at);
    }

    DrainState state(Draining of, OptionalInt calls) {
        return DrainState.of(view(), of, calls, System.currentTimeMillis(), cluster.drain().limit());
    }

    /** Done when this node knows that all know. */
    CompletionStage<Void> order(String at, boolean wanted) {
        if (cluster.alone()) {
            alone = alone(wanted
                    ? List.of(of(at).orElse(new Draining(new NodeRun(at, 0), System.currentTimeMillis())))
                    : List.of());
            follow();
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> known = new CompletableFuture<>();
        BooleanSupplier told = () -> of(at).isPresent() == wanted;
        Runnable look = () -> {
            if (told.getAsBoolean()) {
                known.complete(null);
            }
        };
        addresses.watch(look);
        addresses.addresses().ifPresent(book -> {
            if (wanted) {
                book.drain(at);
            } else {
                book.undrain(at);
            }
        });
        look.run();
        return known.orTimeout(BOOK_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .whenComplete((_, _) -> addresses.unwatch(look));
    }

    private synchronized void follow() {
        boolean now = of(self).isPresent();
        if (now != drained) {
            drained = now;
            done = false;
            if (now) {
                LOG.info("this node is drained: it takes no new calls, and its service addresses go to others");
                sip.refuseCalls();
            } else {
                LOG.info("this node is drained no more: it takes calls");
                sip.takeCalls();
            }
        }
        if (drained && !done && view().addressesOf(self).isEmpty()) {
            done = true;
            LOG.info("this node is drained: nothing is left on it, it can be stopped");
        }
    }
}
