package io.tandem.cluster.boot;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Peers at the literal addresses of the configuration, in its order; those that rest come after the others. */
final class StaticTargets implements TrunkTargets {
    private final Map<String, List<Target>> configured;
    private final Map<Target, Instant> resting = new ConcurrentHashMap<>(); // bounded by the targets that there are
    private final int most;
    private final InstantSource clock;

    /**
     * @param listeners transport of each listener, by name
     * @param most targets of one call
     */
    StaticTargets(List<PeerGroup> groups, Map<String, Transport> listeners, int most, InstantSource clock) {
        Map<String, List<Target>> targets = new ConcurrentHashMap<>();
        groups.forEach(group -> targets.put(group.name(), targets(group, listenerOf(group, listeners))));
        this.configured = Map.copyOf(targets);
        this.most = most;
        this.clock = clock;
    }

    /** The listener that a trunk sends from: its first one of the trunk's own transport. */
    private static String listenerOf(PeerGroup group, Map<String, Transport> listeners) {
        return group.listeners()
                .stream()
                .filter(name -> listeners.get(name) == group.transport())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "trunk " + group.name() + " has no listener for " + group.transport()));
    }

    private static List<Target> targets(PeerGroup group, String listener) {
        return group.peers()
                .stream()
                .map(peer -> new Target(group.name(), peer.name(), peer.address(), peer.port(),
                        Flow.to(listener, group.transport(), new InetSocketAddress(peer.address(), peer.port()))
                                .of(group.name())))
                .toList();
    }

    @Override
    public List<Target> of(String peerGroup) {
        List<Target> all = configured.getOrDefault(peerGroup, List.of());
        List<Target> ordered = resting.isEmpty() ? all : restingLast(all);
        return ordered.size() <= most ? ordered : ordered.subList(0, most);
    }

    private List<Target> restingLast(List<Target> all) {
        Instant now = clock.instant();
        resting.values().removeIf(until -> !until.isAfter(now));
        List<Target> ordered = new ArrayList<>(all.size());
        List<Target> last = new ArrayList<>();
        for (Target target : all) {
            (resting.containsKey(target) ? last : ordered).add(target);
        }
        ordered.addAll(last);
        return ordered;
    }

    @Override
    public void rest(Target target, Duration howLong) {
        if (configured.getOrDefault(target.peerGroup(), List.of()).contains(target)) {
            resting.merge(target, clock.instant().plus(howLong), (old, asked) -> old.isAfter(asked) ? old : asked);
        }
    }
}
