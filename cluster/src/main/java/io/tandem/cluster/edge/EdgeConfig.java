package io.tandem.cluster.edge;

import io.tandem.cluster.edge.tls.TlsSettings;
import io.tandem.port.PeerGroup;
import io.tandem.sip.admission.OverloadSettings;
import io.tandem.sip.admission.Rate;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.Uri;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.TransactionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the edge is told; checked before by whoever reads the configuration.
 *
 * @param edge number of the first loop's transaction layer, the others follow: unique in the cluster, and new at each
 *            start of the process, so that nothing kept from before can name a transaction of now
 * @param groups the trunks; each names its listeners
 * @param messages what is too big to be read (F-133 to F-135)
 * @param protection how many may ask at once
 * @param sbc what X-MS-SBC says of us in what goes to Microsoft (TSP-70); empty: nothing does
 */
public record EdgeConfig(long edge, List<Listener> listeners, List<PeerGroup> groups, TransactionSettings transactions,
        ParseLimits messages, StreamLimits streams, Protection protection, TlsSettings tls, Optional<String> sbc) {

    /** Without a name of ours towards Microsoft. */
    public EdgeConfig(long edge, List<Listener> listeners, List<PeerGroup> groups, TransactionSettings transactions,
            ParseLimits messages, StreamLimits streams, Protection protection, TlsSettings tls) {
        this(edge, listeners, groups, transactions, messages, streams, protection, tls, Optional.empty());
    }

    /** Without TLS. */
    public EdgeConfig(long edge, List<Listener> listeners, List<PeerGroup> groups, TransactionSettings transactions,
            ParseLimits messages, StreamLimits streams, Protection protection) {
        this(edge, listeners, groups, transactions, messages, streams, protection, TlsSettings.NONE);
    }

    /** Without TLS, and without a bound on how much may be asked. */
    public EdgeConfig(long edge, List<Listener> listeners, List<PeerGroup> groups, TransactionSettings transactions,
            ParseLimits messages, StreamLimits streams) {
        this(edge, listeners, groups, transactions, messages, streams, Protection.NONE);
    }

    /**
     * Against floods and overload.
     *
     * @param sources messages a second from one address, on each loop; empty for any number
     * @param emergency whether a call to that Request-URI is one (F-150)
     */
    public record Protection(OverloadSettings overload, Optional<Rate> sources, Predicate<Uri> emergency) {
        public static final Protection NONE = new Protection(
                new OverloadSettings(1e6, 1e6, Duration.ofHours(1), 1, 1), Optional.empty(), _ -> false);
    }

    /**
     * A socket that peers send to ({@code tandem.sip.listeners[]}).
     *
     * @param address literal IP address to bind
     * @param port 0 for any free one
     * @param advertisedAddress host that peers are told instead of the bound address
     */
    public record Listener(String name, Transport transport, String address, int port,
            Optional<String> advertisedAddress) {}

    /**
     * Bounds of stream connections.
     *
     * @param connections open at once, both directions
     * @param perSource of these, accepted from one address
     * @param queuedMessages that wait for one connection to open
     * @param unreadBytes that a peer may leave unread before it is shed (TRAP-30)
     * @param connectTimeout for opening one (TRAP-31)
     * @param idle without a byte from the peer, then closed
     * @param silent from its acceptance to a first byte, then closed
     * @param unfinished for a message from its first byte to its last, then closed
     * @param keepAlive of silence on a connection that we opened, then we ping (RFC 5626 §3.5.1)
     * @param pong from a ping until the connection is taken for dead
     * @param handshakes that peers have begun and not finished, at once
     * @param handshake for one to be finished
     */
    public record StreamLimits(int connections, int perSource, int queuedMessages, int unreadBytes,
            Duration connectTimeout, Duration idle, Duration silent, Duration unfinished, Duration keepAlive,
            Duration pong, int handshakes, Duration handshake) {
        public static final StreamLimits DEFAULT = new StreamLimits(4_096, 4_096, 256, 1 << 20, Duration.ofSeconds(2),
                Duration.ofMinutes(15), Duration.ofSeconds(10), Duration.ofSeconds(10));

        public StreamLimits(int connections, int perSource, int queuedMessages, int unreadBytes,
                Duration connectTimeout, Duration idle, Duration silent, Duration unfinished) {
            this(connections, perSource, queuedMessages, unreadBytes, connectTimeout, idle, silent, unfinished,
                    Duration.ofSeconds(30), Duration.ofSeconds(10), 200, Duration.ofSeconds(4));
        }

        /** How long TCP may repeat itself: a second ping would not be answered either. */
        Duration unacknowledged() {
            return pong.multipliedBy(2);
        }

        public StreamLimits keptAlive(Duration interval, Duration untilPong) {
            return new StreamLimits(connections, perSource, queuedMessages, unreadBytes, connectTimeout, idle, silent,
                    unfinished, interval, untilPong, handshakes, handshake);
        }

        public StreamLimits handshaking(int atOnce, Duration longest) {
            return new StreamLimits(connections, perSource, queuedMessages, unreadBytes, connectTimeout, idle, silent,
                    unfinished, keepAlive, pong, atOnce, longest);
        }
    }
}
