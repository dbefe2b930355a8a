package io.tandem.cluster.edge.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslHandler;
import io.tandem.port.EdgeListener;
import io.tandem.port.PeerGroup;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS for the edge's connections: handlers made of what the certificate files hold, which are looked at again every few
 * seconds by a thread of its own. Its other methods may be called from any thread and never wait.
 */
public final class EdgeTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeTls.class);
    /** Longer than anybody holds a context without having made a connection of it. */
    private static final long RETIRED_SECONDS = 30;

    private final TlsSettings settings;
    private final List<PeerGroup> groups;
    private final CertificateStore store;
    private final Map<String, List<String>> namesOfGroup = new HashMap<>();
    private final EdgeListener metrics;
    private final Clock clock;
    private final HandshakeLog handshakes = new HandshakeLog();
    private volatile TlsContexts contexts;
    private ScheduledExecutorService files;
    /** What was read anew and is not in the contexts yet. */
    private final Set<String> renewed = new LinkedHashSet<>();
    /** Why they could not be made when that was last tried. */
    private String fault = "";

    private EdgeTls(TlsSettings settings, List<PeerGroup> groups, CertificateStore store, EdgeListener metrics,
            Clock clock) throws SSLException {
        this.metrics = metrics;
        this.settings = settings;
        this.groups = groups;
        this.store = store;
        this.clock = clock;
        groups.forEach(group -> namesOfGroup.put(group.name(), group.security().names()));
        this.contexts = new TlsContexts(settings, groups, store);
    }

    /** Reads all files. Throws IllegalArgumentException for one that cannot be used: configuration checks before. */
    public static EdgeTls open(TlsSettings settings, List<PeerGroup> groups, EdgeListener metrics, Clock clock) {
        try {
            return new EdgeTls(settings, groups, CertificateStore.open(settings, clock.instant()), metrics,
                    clock);
        } catch (UnusableFile | SSLException unusable) {
            throw new IllegalArgumentException(unusable.getMessage(), unusable);
        }
    }

    /** From now on the files are watched and their owners warned, until {@link #close()}. */
    public synchronized void start() {
        if (settings.identities().isEmpty() || files != null) {
            return;
        }
        LOG.info("TLS by {}", switch (settings.engine()) {
            case BORINGSSL -> OpenSsl.versionString();
            case JDK -> "the JDK's provider: a handshake costs several times what it does with BoringSSL";
        });
        files = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("tandem-tls-files").factory());
        long millis = settings.poll().toMillis();
        files.scheduleWithFixedDelay(this::refresh, millis, millis, TimeUnit.MILLISECONDS);
        files.scheduleAtFixedRate(this::warn, 0, 1, TimeUnit.DAYS);
    }

    private synchronized void refresh() {
        if (files.isShutdown()) {
            return;
        }
        try {
            for (CertificateStore.Renewal renewal : store.refresh(clock.instant())) {
                if (renewal.taken()) {
                    renewed.add(renewal.name());
                } else {
                    metrics.certificateReloaded(renewal.name(), false);
                }
            }
            if (!renewed.isEmpty()) {
                renew();
            }
        } catch (SSLException | RuntimeException unusable) { // the schedule must go on
            if (!unusable.toString().equals(fault)) {
                fault = unusable.toString();
                LOG.error("certificates have changed and cannot be used, the old ones stay; tried again every {} s",
                        settings.poll().toSeconds(), unusable);
            }
        }
    }

    private void renew() throws SSLException {
        TlsContexts old = contexts;
        contexts = new TlsContexts(settings, groups, store);
        files.schedule(old::release, RETIRED_SECONDS, TimeUnit.SECONDS);
        renewed.forEach(name -> metrics.certificateReloaded(name, true));
        renewed.clear();
        fault = "";
        warn();
    }

    private void warn() {
        Instant now = clock.instant();
        for (TlsSettings.Identity identity : settings.identities()) {
            for (ExpiryWarnings.Warning warning : ExpiryWarnings.of(store.identity(identity.name()), now,
                    settings.warnKeyUsage())) {
                if (warning.urgent()) {
                    LOG.error("{}", warning.text());
                } else {
                    LOG.warn("{}", warning.text());
                }
            }
        }
    }

    public boolean secures(String listener) {
        return settings.listeners().containsKey(listener);
    }

    public boolean securesTrunk(String group) {
        return settings.groups().containsKey(group);
    }

    /** The first handler for a connection that a peer opened. */
    public ChannelHandler server(String listener, InetSocketAddress remote, Duration handshake) {
        return contexts.server(listener, remote, handshake);
    }

    /** The first handler for a connection that we open, for a secured trunk. */
    public SslHandler client(String group, ByteBufAllocator allocator, InetSocketAddress remote, Duration handshake) {
        return contexts.client(group, allocator, remote, handshake);
    }

    /** Whether a peer with that certificate may speak for the trunk. */
    public boolean provesPeerOf(String group, Certificate certificate) {
        return certificate instanceof X509Certificate x509 // a resumed session may be older than its certificate's end
                && clock.instant().isBefore(x509.getNotAfter().toInstant())
                && HostNames.coverAny(x509, namesOfGroup.getOrDefault(group, List.of()));
    }

    public HandshakeLog handshakes() {
        return handshakes;
    }

    /** Seconds until the certificate expires; negative afterwards. */
    public double secondsLeft(String identity) {
        return Duration.between(clock.instant(), store.identity(identity).expiry()).toSeconds();
    }

    public List<String> identities() {
        return settings.identities().stream().map(TlsSettings.Identity::name).toList();
    }

    /** Connections go on with what they have. */
    @Override
    public synchronized void close() {
        if (files != null) {
            files.shutdownNow();
        }
        contexts.release();
    }
}
