package io.tandem.cluster.trunk;

import io.tandem.cluster.edge.FarNames;
import io.tandem.cluster.trunk.dns.Finding;
import io.tandem.cluster.trunk.dns.Finding.Server;
import io.tandem.cluster.trunk.dns.PeerResolver;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.SrvOrder;
import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/**
 * The names that peers gave in Contact and Record-Route, asked for when a connection to them is gone (RFC 3263, RFC 3261
 * §12.2.1.1). An answer serves to its end and is renewed ahead of it; after that, while nobody can renew it, it serves on
 * (RFC 8767). Many calls of one name ask once. Bounded: the name that was wanted longest ago is forgotten. Thread-safe.
 */
public final class FarNameCache implements FarNames {
    private static final int MOST = 1_024;
    /** RFC 1035 §2.3.4, as text. */
    private static final int LONGEST = 253;

    private record Key(FarName name, Transport transport, boolean ipv6) {}

    private static final class Known {
        NameState state;
        CompletableFuture<List<InetSocketAddress>> asking;

        Known(long now) {
            this.state = NameState.unasked(now);
        }
    }

    private final PeerResolver resolver;
    private final NameBounds bounds;
    private final IntUnaryOperator below;
    private final LongSupplier nanoTime;
    private final Map<Key, Known> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
            return size() > MOST;
        }
    };

    /** @param below draws the lots among SRV records of one priority: given a bound, a number from 0 to below it */
    public FarNameCache(PeerResolver resolver, NameBounds bounds, IntUnaryOperator below, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.bounds = bounds;
        this.below = below;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletionStage<List<InetSocketAddress>> find(FarName name, Transport transport, boolean ipv6) {
        if (name.host().length() > LONGEST) {
            return CompletableFuture.completedFuture(List.of());
        }
        FarName asked = new FarName(name.host().toLowerCase(Locale.ROOT), name.port());
        Key key = new Key(asked, transport, ipv6);
        CompletionStage<List<InetSocketAddress>> answer;
        Known toAsk = null;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            Known entry = entries.computeIfAbsent(key, _ -> new Known(now));
            entry.state = entry.state.aged(now);
            if (entry.state.due(now)) {
                entry.state = entry.state.asked();
                entry.asking = new CompletableFuture<>();
                toAsk = entry;
            }
            boolean fresh = !entry.state.servers().isEmpty() && !entry.state.stale(now);
            answer = fresh || entry.asking == null
                    ? CompletableFuture.completedFuture(addresses(entry.state))
                    : entry.asking;
        }
        if (toAsk != null) {
            ask(key, toAsk);
        }
        return answer;
    }

    private void ask(Key key, Known entry) {
        resolver.find(key.name(), key.transport(), key.ipv6())
                .exceptionally(bug -> new Finding.Failed(bug.toString()))
                .thenAccept(finding -> found(entry, finding));
    }

    private void found(Known entry, Finding finding) {
        CompletableFuture<List<InetSocketAddress>> asked;
        List<InetSocketAddress> addresses;
        synchronized (this) {
            entry.state = entry.state.after(finding, bounds, nanoTime.getAsLong());
            addresses = addresses(entry.state);
            asked = entry.asking;
            entry.asking = null;
        }
        asked.complete(addresses);
    }

    private List<InetSocketAddress> addresses(NameState state) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Server server : SrvOrder.of(state.servers(), Server::priority, Server::weight, below)) {
            server.addresses().forEach(address -> addresses.add(new InetSocketAddress(address, server.port())));
        }
        return addresses;
    }
}
