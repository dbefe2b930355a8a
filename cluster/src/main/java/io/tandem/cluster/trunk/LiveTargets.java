package io.tandem.cluster.trunk;

import io.tandem.cluster.trunk.TrunkState.PeerState;
import io.tandem.cluster.trunk.TrunkState.ServerState;
import io.tandem.cluster.trunk.TrunkState.TargetState;
import io.tandem.port.TrunkTargets;
import io.tandem.sip.route.SrvOrder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/** What calls read: the last published state of the trunks, and who rests. Thread-safe. */
final class LiveTargets implements TrunkTargets {
    /** However long a peer asks to be left alone. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private record Key(String peerGroup, InetSocketAddress remote) {}

    private final int most;
    private final IntUnaryOperator below;
    private final LongSupplier nanoTime;
    private final Map<Key, Long> resting = new ConcurrentHashMap<>();
    private volatile Map<String, TrunkState> trunks = Map.of();
    private volatile Consumer<Target> doubted = _ -> {
    };

    /**
     * @param most addresses that one call may try
     * @param below draws the lots among SRV records of one priority: given a bound, a number from 0 to below it
     */
    LiveTargets(int most, IntUnaryOperator below, LongSupplier nanoTime) {
        this.most = most;
        this.below = below;
        this.nanoTime = nanoTime;
    }

    void publish(Map<String, TrunkState> state) {
        trunks = Map.copyOf(state);
        resting.keySet().removeIf(key -> find(key) == null);
    }

    Map<String, TrunkState> trunks() {
        return trunks;
    }

    /** Is told of targets that a call found wanting. */
    void onDoubt(Consumer<Target> told) {
        doubted = told;
    }

    @Override
    public List<Target> of(String peerGroup) {
        TrunkState trunk = trunks.get(peerGroup);
        if (trunk == null) {
            return List.of();
        }
        long now = nanoTime.getAsLong();
        List<Target> first = new ArrayList<>();
        List<Target> last = new ArrayList<>();
        for (PeerState peer : trunk.peers()) {
            for (ServerState server : SrvOrder.of(peer.servers(), ServerState::priority, ServerState::weight, below)) {
                for (TargetState target : server.targets()) {
                    boolean ready = target.health().inService() && restNanos(target.target(), now) <= 0;
                    add(target.target(), ready ? first : last);
                }
            }
        }
        last.forEach(target -> add(target, first));
        return first.size() <= most ? first : first.subList(0, most);
    }

    /** One address once, also where two names lead to it. */
    private static void add(Target target, List<Target> targets) {
        for (Target other : targets) {
            if (other.flow().remote().equals(target.flow().remote())) {
                return;
            }
        }
        targets.add(target);
    }

    @Override
    public void rest(Target target, Duration howLong) {
        Key key = key(target);
        if (find(key) != null) { // known ones only: so the map is bounded by them
            Duration bounded = howLong.compareTo(LONGEST_REST) < 0 ? howLong : LONGEST_REST;
            long until = nanoTime.getAsLong() + bounded.toNanos();
            resting.merge(key, until, (old, asked) -> old - asked > 0 ? old : asked);
            doubted.accept(target);
        }
    }

    /** It was down and has come back: what calls learnt before no longer counts. */
    void rested(Target target) {
        resting.remove(key(target));
    }

    Duration rest(Target target) {
        return Duration.ofNanos(Math.max(0, restNanos(target, nanoTime.getAsLong())));
    }

    private long restNanos(Target target, long now) {
        if (resting.isEmpty()) {
            return 0;
        }
        Key key = key(target);
        Long until = resting.get(key);
        if (until == null) {
            return 0;
        }
        if (until - now <= 0) {
            resting.remove(key, until);
        }
        return until - now;
    }

    private TargetState find(Key key) {
        TrunkState trunk = trunks.get(key.peerGroup());
        if (trunk == null) {
            return null;
        }
        for (PeerState peer : trunk.peers()) {
            for (ServerState server : peer.servers()) {
                for (TargetState target : server.targets()) {
                    if (target.target().flow().remote().equals(key.remote())) {
                        return target;
                    }
                }
            }
        }
        return null;
    }

    private static Key key(Target target) {
        return new Key(target.peerGroup(), target.flow().remote());
    }
}
