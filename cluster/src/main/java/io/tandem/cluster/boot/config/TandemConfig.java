package io.tandem.cluster.boot.config;

import com.typesafe.config.Config;
import io.tandem.media.session.MediaLimits;
import io.tandem.cluster.edge.tls.TlsSettings;
import io.tandem.cluster.journal.cassandra.CassandraSettings;
import io.tandem.ops.trace.HepSettings;
import io.tandem.port.PeerGroup;
import io.tandem.sip.admission.OverloadSettings;
import io.tandem.sip.admission.Rate;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.route.Transport;
import io.tandem.tenant.number.EmergencyNumbers;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a node is told to be. The keys, their units and defaults stand in {@code reference.conf}, in the same order.
 *
 * @param emergency the dial strings that call for help (F-140)
 * @param callBack how long the number of a place leads to whoever has called for help from there (NUM-46)
 * @param cassandra the database, of use where {@code storage} says so
 * @param warmUp how long calls of the node's own make it fast before it is open; zero for none
 * @param system the whole of the file over our settings and everybody's defaults: what the actor system starts with
 */
public record TandemConfig(Path dataDirectory, Storage storage, Sip sip, Dns dns, List<PeerGroup> peerGroups,
        Calls calls, EmergencyNumbers emergency, Duration callBack, Media media, Http http, Cluster cluster,
        TlsSettings tls,
        Trace trace, CassandraSettings cassandra, Duration warmUp, Config system) {

    /** Where calls, accounts and numbers are kept (design §6). */
    public enum Storage {
        EMBEDDED, CASSANDRA
    }

    /** Whether any trunk's media is SRTP: its keys are to be made, and kept sealed. */
    public boolean secured() {
        return peerGroups.stream().anyMatch(group -> group.profile().secured());
    }

    /**
     * The SIP edge.
     *
     * @param loops event loops; each has its own transactions
     * @param keepAlive of silence on a connection that we opened, then we ping
     * @param tlsHandshakes of peers at once
     * @param overload how new calls are held back when there are too many
     */
    public record Sip(List<Listener> listeners, int loops, Timers timers, Duration keepAlive, int tlsHandshakes,
            Limits limits, OverloadSettings overload, Naming naming) {}

    /**
     * How we name ourselves to peers; empty for the name of this build.
     *
     * @param userAgent in User-Agent and Server
     * @param sbc in X-MS-SBC, towards Microsoft (TSP-70)
     */
    public record Naming(Optional<String> userAgent, Optional<String> sbc) {}

    /**
     * A socket for SIP.
     *
     * @param advertisedAddress what peers are told in Via and Contact: a host name, the bound address, or that of a
     *            translator before us
     */
    public record Listener(String name, Transport transport, InetSocketAddress bind, String advertisedAddress) {}

    /** RFC 3261 §17.1.1.1 and table 4; RFC 6026 for what follows from them. */
    public record Timers(Duration t1, Duration t2, Duration t4) {}

    /**
     * What a peer may ask of the edge.
     *
     * @param messages what of one message is too big (F-133 to F-135)
     * @param transactions up at once on one loop, in each direction
     * @param streams bounds of stream connections
     * @param sources messages a second from one address; empty for any number
     */
    public record Limits(ParseLimits messages, int transactions, Streams streams, Optional<Rate> sources) {}

    /**
     * Bounds of stream connections (TRAP-30, TRAP-31).
     *
     * @param connections open at once
     * @param perSource of these, accepted from one address
     * @param connectTimeout to open one
     * @param silent from its acceptance to a first byte, then closed
     * @param unfinished for a message that has begun, then closed
     * @param idle without a byte from the peer, then closed
     */
    public record Streams(int connections, int perSource, Duration connectTimeout, Duration silent, Duration unfinished,
            Duration idle) {}

    /**
     * Who resolves the names of peers.
     *
     * @param servers empty: those of the system
     * @param tries of one question, before it has failed
     * @param minTtl answers are good for at least so long
     * @param maxTtl and at most for so long
     * @param serveStale how long the last answers serve when no server answers
     */
    public record Dns(List<InetSocketAddress> servers, Duration timeout, int tries, Duration minTtl, Duration maxTtl,
            Duration serveStale) {}

    /**
     * @param noAnswerTimeout from INVITE to an answer, then 480 to the caller and CANCEL to the called side
     * @param firstResponseTimeout how long an INVITE of ours may go without any response, then the next peer is tried
     * @param maxAttempts how many peers of its trunk a call may try
     * @param progressAfter a caller from Microsoft that has heard nothing for so long gets a 183 of ours; zero: never
     * @param maxCalls calls up at once on this node, then 503
     * @param logEach whether the end of each call is a line in the log
     */
    public record Calls(Duration noAnswerTimeout, Duration firstResponseTimeout, int maxAttempts,
            Duration progressAfter,
            int maxCalls, boolean logEach) {}

    /**
     * @param address where media is received, and what SDP says; a literal
     * @param firstPort even @param lastPort odd
     * @param maxSessions relayed calls at once; each takes four ports
     * @param nice niceness that the loops' threads ask of the system; 0: none
     * @param limits how long media may be missing in a call
     * @param sealFile keys to seal those of media with in the journal; empty: a file of our own in the data directory
     */
    public record Media(String address, int firstPort, int lastPort, int loops, int maxSessions, int nice,
            MediaLimits limits, Optional<Path> sealFile) {}

    /** Where the HTTP servers listen. */
    public record Http(InetSocketAddress provisioning, InetSocketAddress ops) {}

    /** @param keepBytes memory for messages of calls; 0 for none @param hep the export to Homer; empty for none */
    public record Trace(int keepBytes, Optional<HepSettings> hep) {}

    /**
     * The nodes that stand in for each other.
     *
     * @param host where this node listens for the others, literal @param port and there
     * @param addresses those that any node may take over; of a node without a cluster its own alone
     * @param alone whether the file names no service addresses: then {@code addresses} is this node's own one
     */
    public record Cluster(String host, int port, Joining joining, List<ServiceAddress> addresses, boolean alone,
            AddressHooks hooks, Drain drain) {

        /** Those whose home this node is. */
        public List<ServiceAddress> own() {
            return addresses.stream().filter(address -> address.home().equals(host + ":" + port)).toList();
        }
    }

    /**
     * How patient a drain is.
     *
     * @param setUp with calls that are being set up, which cannot move
     * @param limit with those that are up, where no other node can have them
     */
    public record Drain(Duration setUp, Duration limit) {}

    /**
     * How a node comes among others.
     *
     * @param seeds whom a node that starts asks to be let in; none: it is a cluster of its own
     * @param timeout how long that may take, else it does not start
     * @param tls empty: nodes talk in the clear
     */
    public record Joining(List<Seed> seeds, Duration timeout, Optional<ClusterTls> tls) {}

    /** @param host an IPv4 address, or a name that stands for all addresses that it has */
    public record Seed(String host, int port) {}

    /** @param certificate ours, directly from the authority in {@code trust}; all three PEM */
    public record ClusterTls(Path certificate, Path key, Path trust) {}
}
