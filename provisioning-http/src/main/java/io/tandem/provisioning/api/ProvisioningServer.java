package io.tandem.provisioning.api;

import io.tandem.tenant.actor.Tenants;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The HTTP server of the provisioning API, bound. */
public final class ProvisioningServer {
    private final ServerBinding binding;

    private ProvisioningServer(ServerBinding binding) {
        this.binding = binding;
    }

    /**
     * Binds and serves. The stage fails with the socket's own exception when the address cannot be bound.
     *
     * @param port 0 for any free one
     */
    public static CompletionStage<ProvisioningServer> bind(ActorSystem<?> system, String host, int port,
            Tenants tenants) {
        ProvisioningRoutes routes = new ProvisioningRoutes(system, tenants);
        return Http.get(system).newServerAt(host, port).bind(routes::handle).thenApply(ProvisioningServer::new);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Takes no new connection and lets requests under way end, for so long at most. */
    public CompletionStage<Done> stop(Duration grace) {
        return binding.terminate(grace).thenApply(_ -> Done.getInstance());
    }
}
