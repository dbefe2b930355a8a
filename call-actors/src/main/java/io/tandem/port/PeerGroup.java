package io.tandem.port;

import io.tandem.interworking.rules.TrunkRules;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A trunk as configured ({@code tandem.peer-groups[]}; provisioning rules §2).
 *
 * @param name its name, 1–10 characters
 * @param side which network it belongs to
 * @param listeners names of the listeners that it may use; we send from the first one of its {@code transport}
 * @param transport signalling protocol of what we send
 * @param defaultService where calls of unprovisioned numbers go (core side; F-31)
 * @param services the services that are reached through it (Microsoft side)
 * @param allowedSources networks that may send us signalling, as CIDR; empty: the addresses of its peers
 * @param peers its peers, in order of preference among those of one priority
 * @param security who its peers must prove to be
 * @param rates how much they may ask in a second
 * @param numbers how its numbers are rewritten
 * @param probing how its peers are asked whether they are there
 * @param rules what is done to the headers and descriptions of its messages (F-22)
 * @param profile what it is shown and believed beyond its numbers
 * @param setUp how its calls come about
 * @param sessions how the sessions of its calls are made and kept
 * @param packets how its packets travel
 */
public record PeerGroup(String name, Side side, List<String> listeners, Transport transport,
        Optional<Service> defaultService, Set<Service> services, List<String> allowedSources, List<Peer> peers,
        TrunkSecurity security, TrunkRates rates, TrunkNumbers numbers, TrunkProbing probing,
        TrunkRules rules, TrunkProfile profile, TrunkSetUp setUp, TrunkSessions sessions, TrunkPackets packets) {

    /** A trunk whose packets travel as usual. */
    public PeerGroup(String name, Side side, List<String> listeners, Transport transport,
            Optional<Service> defaultService, Set<Service> services, List<String> allowedSources, List<Peer> peers,
            TrunkSecurity security, TrunkRates rates, TrunkNumbers numbers, TrunkProbing probing, TrunkRules rules,
            TrunkProfile profile, TrunkSetUp setUp, TrunkSessions sessions) {
        this(name, side, listeners, transport, defaultService, services, allowedSources, peers, security, rates,
                numbers, probing, rules, profile, setUp, sessions, TrunkPackets.DEFAULT);
    }

    /** A trunk whose sessions are kept as usual. */
    public PeerGroup(String name, Side side, List<String> listeners, Transport transport,
            Optional<Service> defaultService, Set<Service> services, List<String> allowedSources, List<Peer> peers,
            TrunkSecurity security, TrunkRates rates, TrunkNumbers numbers, TrunkProbing probing, TrunkRules rules,
            TrunkProfile profile, TrunkSetUp setUp) {
        this(name, side, listeners, transport, defaultService, services, allowedSources, peers, security, rates,
                numbers, probing, rules, profile, setUp, TrunkSessions.DEFAULT);
    }

    /** A trunk of the ordinary profile, whose calls come about as usual. */
    public PeerGroup(String name, Side side, List<String> listeners, Transport transport,
            Optional<Service> defaultService, Set<Service> services, List<String> allowedSources, List<Peer> peers,
            TrunkSecurity security, TrunkRates rates, TrunkNumbers numbers, TrunkProbing probing, TrunkRules rules) {
        this(name, side, listeners, transport, defaultService, services, allowedSources, peers, security, rates,
                numbers, probing, rules, TrunkProfile.DEFAULT, TrunkSetUp.DEFAULT);
    }

    /** A trunk whose calls come about as usual. */
    public PeerGroup(String name, Side side, List<String> listeners, Transport transport,
            Optional<Service> defaultService, Set<Service> services, List<String> allowedSources, List<Peer> peers,
            TrunkSecurity security, TrunkRates rates, TrunkNumbers numbers, TrunkProbing probing, TrunkRules rules,
            TrunkProfile profile) {
        this(name, side, listeners, transport, defaultService, services, allowedSources, peers, security, rates,
                numbers, probing, rules, profile, TrunkSetUp.DEFAULT);
    }

    /** A trunk whose messages are left as they are. */
    public PeerGroup(String name, Side side, List<String> listeners, Transport transport,
            Optional<Service> defaultService, Set<Service> services, List<String> allowedSources, List<Peer> peers,
            TrunkSecurity security, TrunkRates rates, TrunkNumbers numbers, TrunkProbing probing) {
        this(name, side, listeners, transport, defaultService, services, allowedSources, peers, security, rates,
                numbers, probing, TrunkRules.NONE);
    }

    /** A trunk with nothing but the defaults of the rest. */
    public PeerGroup(String name, Side side, List<String> listeners, Transport transport,
            Optional<Service> defaultService, Set<Service> services, List<String> allowedSources, List<Peer> peers) {
        this(name, side, listeners, transport, defaultService, services, allowedSources, peers,
                TrunkSecurity.DEFAULT, TrunkRates.DEFAULT, TrunkNumbers.DEFAULT, TrunkProbing.DEFAULT);
    }

    /** Which network a trunk belongs to: the operator's core, or Microsoft Phone System. */
    public enum Side {
        CORE, MPS
    }

    /**
     * One peer of a trunk.
     *
     * @param priority 0 to 100, 0 is tried first (F-14); the order of the peers breaks ties
     */
    public record Peer(String name, PeerAddress at, int priority) {

        /** A peer at a literal address, of the highest priority. */
        public Peer(String name, String address, int port) {
            this(name, new PeerAddress.Literal(InetAddress.ofLiteral(address), port), 0);
        }
    }
}
