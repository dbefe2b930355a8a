package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code tandem.cluster.service-addresses}: first what stands there, for the listeners need their addresses, then,
 * when everything else is read, whether it goes together. None is one that is made of the node's own addresses.
 */
final class ServiceAddressReader {
    private static final Pattern ID = Pattern.compile("[0-9a-z]");
    private static final String ID_RIGHT = "one character, 0-9 or a-z";
    private static final String HOME_RIGHT = "the cluster.host of a node, with its cluster.port where that is another: "
            + "192.0.2.10:25520";
    private static final String LIST_RIGHT = "a list of service addresses: [ { id = a, home = ..., media = ..., "
            + "listeners { ... } } ]";

    /** Where a listener is on a service address. */
    record At(char id, InetAddress address, String advertised, Section section) {}

    private record Draft(Section section, char id, Optional<Item> home, Optional<InetAddress> media,
            Map<String, At> listeners, Section listenersSection) {}

    private final Mistakes mistakes;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Character, List<Listener>> bound = new HashMap<>();
    private final Map<InetSocketAddress, Set<Boolean>> sockets = new HashMap<>();
    private boolean any;

    ServiceAddressReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** Whether the file has any; then listeners have no addresses of their own. */
    boolean any() {
        return any;
    }

    void read(Section cluster) {
        List<Section> sections = cluster.sections("service-addresses", LIST_RIGHT);
        any = !sections.isEmpty();
        Set<String> ids = new HashSet<>();
        for (Section section : sections) {
            Optional<Item> id = section.item("id", ID_RIGHT);
            if (id.isPresent() && !ID.matcher(id.get().text()).matches()) {
                mistakes.add(id.get(), ID_RIGHT);
                id = Optional.empty();
            } else if (id.isPresent() && !ids.add(id.get().text())) {
                mistakes.add(id.get(), "an id that no other service address has");
            }
            readOne(section, id.map(item -> item.text().charAt(0)).orElse(ServiceAddress.ALONE));
        }
    }

    private void readOne(Section section, char id) {
        Optional<Item> home = section.item("home", HOME_RIGHT);
        Optional<InetAddress> media = ownAddress(section, "media");
        Section listeners = section.section("listeners");
        Map<String, At> at = new LinkedHashMap<>();
        for (String name : listeners.keys()) {
            Section listener = listeners.section(name);
            Optional<InetAddress> address = ownAddress(listener, "address");
            Optional<String> host = Addresses.advertised(listener, address);
            listener.done();
            if (address.isPresent() && host.isPresent()) {
                at.put(name, new At(id, address.get(), host.get(), listener));
            } else {
                at.put(name, null); // it was told what is wrong
            }
        }
        section.done();
        drafts.add(new Draft(section, id, home, media, at, listeners));
    }

    private Optional<InetAddress> ownAddress(Section section, String key) {
        Optional<InetAddress> address = section.item(key, IpLiteral.ADDRESS)
                .flatMap(item -> Addresses.read(item, mistakes));
        if (address.isPresent() && address.get().isAnyLocalAddress()) {
            section.wrong(key, "one address: it is to move to another node");
            return Optional.empty();
        }
        return address;
    }

    /** Where the listener of that name is, on each service address that says so; those that do not are told. */
    List<At> of(String listener) {
        List<At> places = new ArrayList<>();
        for (Draft draft : drafts) {
            if (!draft.listeners().containsKey(listener)) {
                draft.listenersSection()
                        .missing(listener, "where this listener is on the service address: { address = 192.0.2.10 }");
            } else if (draft.listeners().get(listener) != null) {
                places.add(draft.listeners().get(listener));
            }
        }
        return places;
    }

    /** A listener of a service address was read. */
    void bound(At at, Listener listener, boolean datagram) {
        bound.computeIfAbsent(at.id(), _ -> new ArrayList<>()).add(listener);
        if (!sockets.computeIfAbsent(listener.bind(), _ -> new HashSet<>()).add(datagram)) {
            at.section()
                    .wrong("address", "an address on which no other listener has port " + listener.bind().getPort());
        }
    }

    /**
     * All of them, when the rest is known.
     *
     * @param names of the listeners
     * @param port of this node, for homes that name none
     */
    List<ServiceAddress> finish(Collection<String> names, TandemConfig.Media media, int port) {
        Set<InetAddress> medias = new HashSet<>();
        List<ServiceAddress> whole = new ArrayList<>();
        for (Draft draft : drafts) {
            new LinkedHashSet<>(draft.listeners().keySet()).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(name -> draft.listenersSection()
                            .wrong(name, "the name of one of tandem.sip.listeners: " + String.join(", ", names)));
            if (draft.media().isPresent() && !medias.add(draft.media().get())) {
                draft.section().wrong("media", "an address of its own: calls keep their media ports when they move");
            }
            List<Listener> listeners = bound.getOrDefault(draft.id(), List.of());
            draft.media().ifPresent(address -> apart(draft, address, listeners, media));
            Optional<String> home = draft.home().flatMap(item -> home(item, port));
            if (home.isPresent() && draft.media().isPresent()) {
                whole.add(new ServiceAddress(draft.id(), home.get(), draft.media().get().getHostAddress(),
                        List.copyOf(listeners)));
            }
        }
        return whole;
    }

    private Optional<String> home(Item item, int port) {
        String text = item.text().indexOf(':') < 0 ? item.text() + ":" + port : item.text();
        Optional<InetSocketAddress> socket = IpLiteral.socket(text);
        if (socket.isEmpty()) {
            mistakes.add(item, HOME_RIGHT);
        }
        return socket.map(SocketClaim::text);
    }

    private static void apart(Draft draft, InetAddress address, List<Listener> listeners, TandemConfig.Media media) {
        for (Listener listener : listeners) {
            int port = listener.bind().getPort();
            if (listener.bind().getAddress().equals(address) && port >= media.firstPort() && port <= media.lastPort()) {
                draft.section()
                        .wrong("media", "an address on which no listener has a port of tandem.media.ports, as "
                                + listener.name() + " has with " + port);
            }
        }
    }
}
