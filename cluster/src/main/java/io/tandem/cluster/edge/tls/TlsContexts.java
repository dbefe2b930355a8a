package io.tandem.cluster.edge.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import io.tandem.cluster.edge.tls.TlsSettings.ClientCertificate;
import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.cluster.edge.tls.TlsSettings.GroupTls;
import io.tandem.cluster.edge.tls.TlsSettings.ListenerTls;
import io.tandem.port.PeerGroup;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * The contexts of one state of the certificate files: for each listener one an identity, for each secured trunk one.
 * Immutable; connections keep what they were made of.
 */
final class TlsContexts {
    /** TSP-22, TSP-23, in this order. Netty's BoringSSL has none in CBC mode: there those are left out. */
    private static final List<String> SUITES = List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");

    private record Presented(X509Certificate certificate, SslContext context) {}

    private final TlsSettings settings;
    private final Map<String, List<Presented>> servers = new HashMap<>();
    private final Map<String, SslContext> clients = new HashMap<>();
    private final Map<String, String> hosts = new HashMap<>();

    TlsContexts(TlsSettings settings, List<PeerGroup> groups, CertificateStore store) throws SSLException {
        this.settings = settings;
        try {
            make(groups, store);
        } catch (SSLException | RuntimeException unusable) {
            release(); // it may be tried again for days
            throw unusable;
        }
    }

    private void make(List<PeerGroup> groups, CertificateStore store) throws SSLException {
        for (PeerGroup group : groups) {
            GroupTls tls = settings.groups().get(group.name());
            if (tls != null) {
                clients.put(group.name(), client(tls, group, store));
                group.security().names().stream().findFirst().ifPresent(name -> hosts.put(group.name(), name));
            }
        }
        for (Map.Entry<String, ListenerTls> listener : settings.listeners().entrySet()) {
            List<Presented> identities = new ArrayList<>();
            servers.put(listener.getKey(), identities);
            Set<String> names = names(listener.getKey(), groups);
            for (String identity : listener.getValue().identities()) {
                OwnCertificate own = store.identity(identity);
                identities.add(new Presented(own.certificate(), server(listener.getValue(), own, names, store)));
            }
        }
    }

    /** Whom a listener expects at all; which trunk a peer belongs to is seen when its address is known, too. */
    private static Set<String> names(String listener, List<PeerGroup> groups) {
        Set<String> names = new LinkedHashSet<>();
        groups.stream()
                .filter(group -> group.listeners().contains(listener))
                .forEach(
                        group -> names.addAll(group.security().names()));
        return names;
    }

    private SslContext server(ListenerTls listener, OwnCertificate own, Set<String> names, CertificateStore store)
            throws SSLException {
        ClientAuth auth = switch (listener.clientCertificate()) {
            case REQUIRE -> ClientAuth.REQUIRE;
            case REQUEST -> ClientAuth.OPTIONAL;
            case NONE -> ClientAuth.NONE;
        };
        SslContextBuilder builder = SslContextBuilder.forServer(own.key(), own.chain()).clientAuth(auth);
        if (listener.clientCertificate() != ClientCertificate.NONE) {
            builder.trustManager(new PeerTrust(store.roots(listener.trust()), names, boringSsl()));
        }
        return common(builder).build();
    }

    private SslContext client(GroupTls group, PeerGroup trunk, CertificateStore store) throws SSLException {
        OwnCertificate own = store.identity(group.identity());
        return common(SslContextBuilder.forClient().keyManager(own.key(), own.chain())) // TSP-21: we prove ourselves too
                .trustManager(new PeerTrust(store.roots(group.trust()), Set.copyOf(trunk.security().names()),
                        boringSsl()))
                .endpointIdentificationAlgorithm(null) // HTTPS's rule; ours is PeerTrust's
                .build();
    }

    private SslContextBuilder common(SslContextBuilder builder) {
        return builder.sslProvider(
                boringSsl() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols(
                        settings.minimum().andNewer())
                .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE);
    }

    private boolean boringSsl() {
        return settings.engine() == Engine.BORINGSSL;
    }

    /** The handler for a connection that a peer opened. */
    ChannelHandler server(String listener, InetSocketAddress remote, Duration handshake) {
        return new SniHandler(host -> serverContext(listener, host), (int) handshake.toMillis()) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
                SslHandler handler = context.newHandler(allocator, remote.getAddress().getHostAddress(),
                        remote.getPort());
                handler.setHandshakeTimeoutMillis(handshakeTimeoutMillis);
                return handler;
            }
        };
    }

    private SslContext serverContext(String listener, String host) {
        List<Presented> identities = servers.get(listener);
        if (host != null && identities.size() > 1) {
            for (Presented identity : identities) {
                if (HostNames.cover(identity.certificate(), host)) {
                    return identity.context();
                }
            }
        }
        return identities.getFirst().context();
    }

    /** The handler for a connection that we open. */
    SslHandler client(String group, ByteBufAllocator allocator, InetSocketAddress remote, Duration handshake) {
        SslHandler handler = clients.get(group).newHandler(allocator, host(group, remote), remote.getPort());
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    /** The host name that the hello asks for: that of the target, else the trunk's first. */
    private String host(String group, InetSocketAddress remote) {
        String literal = remote.getAddress().getHostAddress();
        String named = remote.getHostString();
        return named.equals(literal) ? hosts.getOrDefault(group, literal) : named;
    }

    /** Connections that use them keep them. */
    void release() {
        servers.values().forEach(identities -> identities.forEach(one -> ReferenceCountUtil.release(one.context())));
        clients.values().forEach(ReferenceCountUtil::release);
    }
}
