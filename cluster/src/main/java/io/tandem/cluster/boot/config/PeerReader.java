package io.tandem.cluster.boot.config;

import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the peers of one group: each at an address, or behind a name that the resolver asks (PRV §2, RFC 3263). */
final class PeerReader {
    private static final String KINDS = "one of address, a-record, srv-record and domain";
    private static final Pattern SRV = Pattern.compile("_(sips?)\\._(udp|tcp|tls)\\.(.+)");
    private static final int LEAST_IMPORTANT = 100;

    private final List<SocketClaim> claims;
    private final Mistakes mistakes;
    private final Set<String> names = new HashSet<>();

    PeerReader(List<SocketClaim> claims, Mistakes mistakes) {
        this.claims = claims;
        this.mistakes = mistakes;
    }

    List<Peer> read(Section group, Optional<Transport> protocol) {
        List<Section> sections = group.sections("peers", "a list of peers: [ { name = ..., ... } ]");
        if (sections.isEmpty()) {
            group.wrong("peers", "at least one peer: [ { name = peer-1, address = \"192.0.2.10\", port = 5060 } ]");
        }
        List<Peer> peers = new ArrayList<>();
        sections.forEach(section -> peer(section, protocol).ifPresent(peers::add));
        return peers;
    }

    private Optional<Peer> peer(Section section, Optional<Transport> protocol) {
        Optional<Item> name = section.item("name", PeerGroupReader.NAME_RIGHT);
        if (name.isPresent() && !PeerGroupReader.NAME.matcher(name.get().text()).matches()) {
            mistakes.add(name.get(), PeerGroupReader.NAME_RIGHT);
        } else if (name.isPresent() && !names.add(name.get().text())) {
            mistakes.add(name.get(), "a name that no other peer of the group has");
        }
        Optional<PeerAddress> at = at(section, protocol);
        Optional<Integer> priority = section.integer("priority", 0, LEAST_IMPORTANT, 0);
        section.done();
        if (name.isEmpty() || at.isEmpty() || priority.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Peer(name.get().text(), at.get(), priority.get()));
    }

    private Optional<PeerAddress> at(Section section, Optional<Transport> protocol) {
        Optional<Item> address = section.optionalItem("address", IpLiteral.ADDRESS);
        Optional<Item> aRecord = section.optionalItem("a-record", HostNames.RIGHT);
        Optional<Item> srvRecord = section.optionalItem("srv-record", srvRight(protocol));
        Optional<Item> domain = section.optionalItem("domain", HostNames.RIGHT);
        List<Item> given = Stream.of(address, aRecord, srvRecord, domain).flatMap(Optional::stream).toList();
        if (given.isEmpty()) {
            section.missing("address", IpLiteral.ADDRESS + "; or " + KINDS);
            section.optionalItem("port", ""); // no second complaint
            return Optional.empty();
        }
        if (given.size() > 1) {
            mistakes.add(given.get(1), "no such key beside another: a peer has " + KINDS);
        }
        if (address.isPresent()) {
            return literal(address.get(), section.port("port"));
        }
        if (aRecord.isPresent()) {
            return aRecord(aRecord.get(), section.port("port"));
        }
        section.optionalItem("port", "")
                .ifPresent(port -> mistakes.add(port, "no such key here: SRV records say the port"));
        return srvRecord.isPresent()
                ? srvRecord(srvRecord.get(), protocol)
                : HostNames.read(domain.get(), mistakes).map(PeerAddress.Domain::new);
    }

    private Optional<PeerAddress> literal(Item item, Optional<Integer> port) {
        Optional<InetAddress> address = IpLiteral.address(item.text());
        if (address.isEmpty()) {
            mistakes.add(item, IpLiteral.ADDRESS + "; a host name goes into a-record");
        }
        if (address.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        notOurselves(item, address.get(), port.get());
        return Optional.of(new PeerAddress.Literal(address.get(), port.get()));
    }

    private Optional<PeerAddress> aRecord(Item item, Optional<Integer> port) {
        Optional<String> host = HostNames.read(item, mistakes);
        return host.isEmpty() || port.isEmpty()
                ? Optional.empty()
                : Optional.of(new PeerAddress.ARecord(host.get(), port.get()));
    }

    private Optional<PeerAddress> srvRecord(Item item, Optional<Transport> protocol) {
        String record = item.text().toLowerCase(Locale.ROOT);
        var parts = SRV.matcher(record);
        if (!parts.matches() || !HostNames.isName(parts.group(3))
                || protocol.isPresent() && protocol.get() != transport(parts.group(1), parts.group(2))) {
            mistakes.add(item, srvRight(protocol));
            return Optional.empty();
        }
        return Optional.of(new PeerAddress.SrvRecord(record));
    }

    /** RFC 3263 §4.1 writes TLS as {@code _sips._tcp}; the carriers' plans write it as {@code _sip._tls} (F-9). */
    private static Transport transport(String service, String protocol) {
        return switch (protocol) {
            case "udp" -> Transport.UDP;
            case "tcp" -> service.equals("sips") ? Transport.TLS : Transport.TCP;
            default -> Transport.TLS;
        };
    }

    private static String srvRight(Optional<Transport> protocol) {
        return switch (protocol.orElse(Transport.UDP)) {
            case UDP -> "the name of SRV records such as _sip._udp.example.com";
            case TCP -> "the name of SRV records such as _sip._tcp.example.com";
            case TLS -> "the name of SRV records such as _sip._tls.example.com or _sips._tcp.example.com";
        };
    }

    /** A call sent to a listener of ours would come straight back. */
    private void notOurselves(Item item, InetAddress address, int port) {
        for (SocketClaim claim : claims) {
            if (claim.bind().getPort() == port && claim.bind().getAddress().equals(address)) {
                mistakes.add(item, "another node's address: " + claim.text() + " is " + claim.path() + " of this one");
                return;
            }
        }
    }
}
