package io.tandem.cluster.edge;

import io.netty.util.NetUtil;
import io.tandem.port.PeerGroup;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** A listener of ours with what all loops need of it: its address, who may send to it, how it names itself. */
final class LocalListener {
    private final EdgeConfig.Listener config;
    private final int dscp;
    private final InetAddress address;
    private volatile Sources sources;
    private volatile int port;
    private volatile Advertised advertised;

    /** Throws IllegalArgumentException for what cannot be bound at all: configuration was to be checked before. */
    LocalListener(EdgeConfig.Listener config, List<PeerGroup> groups) {
        this.config = config;
        this.address = NetUtil.createInetAddressFromIpAddressString(config.address());
        if (address == null) {
            throw new IllegalArgumentException("listener " + config.name() + ": not an address: " + config.address());
        }
        this.sources = Sources.of(config.name(), groups, List.of());
        dscp = groups.stream()
                .filter(group -> group.listeners().contains(config.name()))
                .mapToInt(group -> group.packets().signalingDscp())
                .findFirst()
                .orElse(0);
        bound(config.port());
    }

    /** The port is known; asked for as 0 it was not. */
    void bound(int boundPort) {
        String host = config.advertisedAddress().orElse(config.address());
        boolean bareV6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        port = boundPort;
        advertised = new Advertised(bareV6 ? "[" + host + "]" : host, boundPort,
                config.transport().name().toLowerCase(Locale.ROOT));
    }

    void knowPeers(List<PeerGroup> groups, List<PeerPlace> places) {
        sources = Sources.of(config.name(), groups, places);
    }

    String name() {
        return config.name();
    }

    /**
     * The octet of the IP header that says how what goes out by it is marked: its code point, which all groups that use it have in
     * common, above two bits of others (TSP-168, RFC 2474 §3).
     */
    int trafficClass() {
        return dscp << 2;
    }

    Transport transport() {
        return config.transport();
    }

    Sources sources() {
        return sources;
    }

    InetSocketAddress local() {
        return new InetSocketAddress(address, port);
    }

    Advertised advertised() {
        return advertised;
    }

    /** RFC 3261 §18.1.1: what peers can answer to; the same host and port as in our Contact. */
    Via sentBy(String branch) {
        Advertised self = advertised;
        return Via.of(config.transport().name(), self.host(), self.port(), branch);
    }
}
