package io.tandem.cluster.edge.tls;

import io.tandem.port.EdgeListener.TlsFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failed handshakes once for each reason and peer in a minute: the counters have them all. Thread-safe. */
public final class HandshakeLog {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeLog.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int REMEMBERED = 1_024;

    private record Key(TlsFailure failure, InetAddress peer, boolean outbound) {}

    private final Map<Key, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    public void failed(String listener, boolean outbound, InetSocketAddress peer, HandshakeFault fault) {
        if (worthTelling(fault.failure(), peer.getAddress(), outbound, System.nanoTime())) {
            LOG.warn("listener {}: TLS handshake {} {}:{} failed, {}: {}", listener, outbound ? "to" : "from",
                    peer.getAddress().getHostAddress(), peer.getPort(), fault.failure(), fault.detail());
        }
    }

    synchronized boolean worthTelling(TlsFailure failure, InetAddress peer, boolean outbound, long nowNanos) {
        Key key = new Key(failure, peer, outbound);
        Long last = told.get(key);
        if (last != null && nowNanos - last < QUIET_NANOS) {
            return false;
        }
        told.remove(key); // so that the eldest is the one told of longest ago
        told.put(key, nowNanos);
        return true;
    }
}
