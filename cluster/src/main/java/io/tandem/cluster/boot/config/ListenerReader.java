package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Listener;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code tandem.sip.listeners}. */
final class ListenerReader {
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-]{1,32}");
    private static final String NAME_RIGHT = "a name of 1 to 32 characters from a-z, A-Z, 0-9 and -";
    private final List<Listener> whole = new ArrayList<>();
    private final Map<String, Optional<Transport>> transports = new LinkedHashMap<>();
    private final TlsReader tls;
    private final ServiceAddressReader service;
    private final List<SocketClaim> claims;
    private final Mistakes mistakes;

    ListenerReader(TlsReader tls, ServiceAddressReader service, List<SocketClaim> claims, Mistakes mistakes) {
        this.tls = tls;
        this.service = service;
        this.claims = claims;
        this.mistakes = mistakes;
    }

    /** The listeners in which nothing was wrong; with service addresses, those of all of them. */
    List<Listener> listeners() {
        return whole;
    }

    /** The transport of each listener by its name; empty where the transport is wrong. */
    Map<String, Optional<Transport>> transports() {
        return transports;
    }

    void read(Section sip) {
        List<Section> sections = sip.sections("listeners", "a list of listeners: [ { name = ..., ... } ]");
        if (sections.isEmpty()) {
            sip.wrong("listeners", "at least one listener: [ { name = core-udp, transport = udp, address = "
                    + "\"127.0.0.1\", port = 5060 } ]");
        }
        sections.forEach(this::readOne);
    }

    private void readOne(Section section) {
        Optional<Item> name = section.item("name", NAME_RIGHT);
        Optional<Transport> transport = section.oneOf("transport", Choices.LISTENER_TRANSPORT);
        if (service.any()) {
            onServiceAddresses(section, name, transport);
            return;
        }
        Optional<Item> addressItem = section.item("address", IpLiteral.ADDRESS);
        Optional<InetAddress> address = addressItem.flatMap(item -> Addresses.read(item, mistakes));
        Optional<Integer> port = section.port("port");
        Optional<String> host = Addresses.advertised(section, address);
        if (transport.equals(Optional.of(Transport.TLS))) {
            tls.listener(section, name, host.stream().toList());
        }
        section.done();
        name.ifPresent(item -> takeName(item, transport));
        if (address.isEmpty() || port.isEmpty() || transport.isEmpty()) {
            return;
        }
        InetSocketAddress bind = new InetSocketAddress(address.get(), port.get());
        claims.add(new SocketClaim(section.path() + ".port", Mistakes.place(addressItem.get().origin()),
                transport.get() == Transport.UDP, bind));
        if (name.isPresent() && host.isPresent()) {
            whole.add(new Listener(name.get().text(), transport.get(), bind, host.get()));
        }
    }

    private void onServiceAddresses(Section section, Optional<Item> name, Optional<Transport> transport) {
        for (String key : List.of("address", "advertised-address")) {
            if (section.has(key)) {
                section.wrong(key, "none here: each of tandem.cluster.service-addresses says its own");
            }
        }
        Optional<Integer> port = section.port("port");
        List<ServiceAddressReader.At> places = name.map(item -> service.of(item.text())).orElse(List.of());
        if (transport.equals(Optional.of(Transport.TLS))) {
            tls.listener(section, name, places.stream().map(ServiceAddressReader.At::advertised).distinct().toList());
        }
        section.done();
        name.ifPresent(item -> takeName(item, transport));
        if (port.isEmpty() || transport.isEmpty()) {
            return;
        }
        for (ServiceAddressReader.At place : places) {
            Listener listener = new Listener(name.get().text(), transport.get(),
                    new InetSocketAddress(place.address(), port.get()), place.advertised());
            whole.add(listener);
            service.bound(place, listener, transport.get() == Transport.UDP);
        }
    }

    private void takeName(Item name, Optional<Transport> transport) {
        if (!NAME.matcher(name.text()).matches()) {
            mistakes.add(name, NAME_RIGHT);
        } else if (transports.containsKey(name.text())) {
            mistakes.add(name, "a name that no other listener has");
        }
        transports.putIfAbsent(name.text(), transport);
    }
}
