package io.tandem.cluster.edge;

import io.tandem.port.PeerGroup;
import io.tandem.sip.route.Transport;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The TCP listener that stands in for a UDP listener of the same trunk and address family. Immutable. */
final class TcpTwins {

    /** @param common what all trunks of the listener have; null where they differ */
    private record Twins(Map<String, LocalListener> byTrunk, LocalListener common) {}

    private final Map<String, Twins> byListener = new HashMap<>();

    TcpTwins(List<PeerGroup> groups, Collection<LocalListener> listeners) {
        for (LocalListener listener : listeners) {
            if (listener.transport() == Transport.UDP) {
                add(listener, groups, listeners);
            }
        }
    }

    private void add(LocalListener udp, List<PeerGroup> groups, Collection<LocalListener> listeners) {
        Map<String, LocalListener> byTrunk = new HashMap<>();
        List<PeerGroup> users = groups.stream().filter(group -> group.listeners().contains(udp.name())).toList();
        for (PeerGroup group : users) {
            twin(udp, group, listeners).ifPresent(tcp -> byTrunk.put(group.name(), tcp));
        }
        if (!byTrunk.isEmpty()) {
            boolean same = byTrunk.size() == users.size() && byTrunk.values().stream().distinct().count() == 1;
            byListener.put(udp.name(), new Twins(byTrunk, same ? byTrunk.values().iterator().next() : null));
        }
    }

    /** That of the same address, else the first. */
    private static Optional<LocalListener> twin(LocalListener udp, PeerGroup group,
            Collection<LocalListener> listeners) {
        List<LocalListener> fit = listeners.stream()
                .filter(other -> other.transport() == Transport.TCP && group.listeners().contains(other.name()))
                .filter(other -> other.local().getAddress().getClass() == udp.local().getAddress().getClass())
                .toList();
        return fit.stream()
                .filter(other -> other.local().getAddress().equals(udp.local().getAddress()))
                .findFirst()
                .or(() -> fit.stream().findFirst());
    }

    /** Whether any trunk has one for that listener. */
    boolean has(String udpListener) {
        return byListener.containsKey(udpListener);
    }

    /** Null for none. @param trunk empty where nobody knows whose the far address is */
    LocalListener of(String udpListener, Optional<String> trunk) {
        Twins twins = byListener.get(udpListener);
        if (twins == null) {
            return null;
        }
        return trunk.isEmpty() ? twins.common() : twins.byTrunk().get(trunk.get());
    }
}
