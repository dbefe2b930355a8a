package io.tandem.cluster.boot;

import io.tandem.call.actor.Calls;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.fleet.Fleet;
import io.tandem.ops.health.Health;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.query.ActiveCalls;
import io.tandem.ops.query.ClusterDesk;
import io.tandem.ops.query.OpsRoutes;
import io.tandem.ops.query.OpsServer;
import io.tandem.ops.query.TrunkView;
import io.tandem.ops.trace.PacketStore;
import io.tandem.provisioning.api.ProvisioningServer;
import io.tandem.tenant.actor.Tenants;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/** The node's HTTP servers: provisioning, and operations. */
final class HttpPlane {
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final ProvisioningServer provisioning;
    private final OpsServer ops;

    private HttpPlane(ProvisioningServer provisioning, OpsServer ops) {
        this.provisioning = provisioning;
        this.ops = ops;
    }

    static HttpPlane start(ActorSystem<?> system, TandemConfig.Http http, Tenants tenants, Calls calls,
            Supplier<List<TrunkView>> trunks,
            Health health,
            TandemMetrics metrics, ActiveCalls active, Optional<PacketStore> packets, ClusterDesk cluster)
            throws StartFailure {
        OpsRoutes routes = new OpsRoutes(health, metrics, Fleet.start(system, active), calls::view,
                call -> calls.hangUp(call, "ended by the operator"), CALL_PATIENCE, trunks, packets,
                cluster);
        OpsServer ops = bound("http.ops", http.ops(), OpsServer.bind(system, http.ops().getHostString(),
                http.ops().getPort(), routes));
        ProvisioningServer provisioning = bound("http.provisioning", http.provisioning(), ProvisioningServer.bind(
                system, http.provisioning().getHostString(), http.provisioning().getPort(), tenants));
        return new HttpPlane(provisioning, ops);
    }

    /** No new requests; those under way end, for a few seconds at most. */
    CompletionStage<Done> stop() {
        return provisioning.stop(STOP_PATIENCE).thenCombine(ops.stop(STOP_PATIENCE), (done, _) -> done);
    }

    private static <S> S bound(String key, InetSocketAddress address, CompletionStage<S> binding) throws StartFailure {
        CompletableFuture<S> waiting = binding.toCompletableFuture();
        try {
            return waiting.join();
        } catch (CompletionException failure) {
            throw new StartFailure("tandem." + key + ": cannot listen on " + address.getHostString() + ":"
                    + address.getPort() + ": " + failure.getCause().getMessage(), failure);
        }
    }
}
