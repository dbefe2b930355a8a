package io.tandem.cluster.boot;

import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.trunk.NameBounds;
import io.tandem.cluster.trunk.TrunkFigures;
import io.tandem.cluster.trunk.TrunkSettings;
import io.tandem.cluster.trunk.TrunkWay;
import io.tandem.cluster.trunk.Trunks;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.port.PeerGroup;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trunks, as the configuration has them. */
final class TrunkPlane {
    private static final Logger LOG = LoggerFactory.getLogger(TrunkPlane.class);

    private TrunkPlane() {}

    static Trunks start(ActorSystem<?> system, TandemConfig config, ServiceAddress address, SipEdgeHost edge,
            TrunkFigures figures) {
        TandemConfig.Dns dns = config.dns();
        List<TrunkWay> ways = config.peerGroups().stream().map(group -> way(group, address.listeners())).toList();
        TrunkSettings settings = new TrunkSettings(ways,
                new NameBounds(dns.minTtl(), dns.maxTtl(), dns.serveStale()),
                config.calls().maxAttempts(), EdgeSettings.product(config));
        return Trunks.start(system, settings, new DnsSettings(dns.servers(), dns.timeout(), dns.tries()), edge,
                figures);
    }

    /** A trunk sends from its first listener of its own transport; that there is one was checked. */
    private static TrunkWay way(PeerGroup group, List<TandemConfig.Listener> listeners) {
        for (String name : group.listeners()) {
            for (TandemConfig.Listener listener : listeners) {
                if (listener.name().equals(name) && listener.transport() == group.transport()) {
                    return new TrunkWay(group, name, listener.bind().getAddress() instanceof Inet6Address);
                }
            }
        }
        throw new IllegalStateException("trunk " + group.name() + " has no listener for " + group.transport());
    }

    /** The first calls want the peers' addresses. A name server that is away must not keep the node down, though. */
    static void awaitNames(Trunks trunks, TandemConfig.Dns dns) {
        Duration patience = dns.timeout().multipliedBy(dns.tries() + 1L);
        try {
            trunks.namesAsked().toCompletableFuture().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException late) {
            LOG.warn("not all names of peers are resolved yet; their calls fail until they are");
        }
    }
}
