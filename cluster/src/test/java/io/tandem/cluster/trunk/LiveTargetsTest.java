package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.trunk.TrunkState.PeerState;
import io.tandem.cluster.trunk.TrunkState.ServerState;
import io.tandem.cluster.trunk.TrunkState.TargetState;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LiveTargetsTest {
    private static final PeerHealth DOWN = PeerHealth.UNKNOWN.after(new ProbeResult.Silent(), TrunkProbing.DEFAULT,
            Instant.EPOCH);
    private long now = 1_000;
    private int lot;
    private final LiveTargets targets = new LiveTargets(4, bound -> Math.min(lot, bound - 1), () -> now);

    @Test
    void aTrunkThatIsNotKnownYetHasNone() {
        assertThat(targets.of("core")).isEmpty();
    }

    @Test
    @Tag("TSP-3")
    @Tag("TSP-46")
    void thoseInServiceComeInTheOrderOfThePeersAndThoseThatAreDownAfterThem() {
        publish(peer(server(0, 0, at(1, DOWN))), peer(server(0, 0, at(2, PeerHealth.UNKNOWN))),
                peer(server(0, 0, at(3, PeerHealth.UNKNOWN))));
        assertThat(hosts()).containsExactly(2, 3, 1);
    }

    @Test
    void aTargetThatRestsIsTriedLastUntilItsTimeIsOver() {
        publish(peer(server(0, 0, at(1, PeerHealth.UNKNOWN))), peer(server(0, 0, at(2, PeerHealth.UNKNOWN))));
        List<Target> doubted = new ArrayList<>();
        targets.onDoubt(doubted::add);
        targets.rest(target(1), Duration.ofSeconds(5));
        assertThat(hosts()).containsExactly(2, 1);
        assertThat(doubted).containsExactly(target(1));
        now += Duration.ofSeconds(5).toNanos();
        assertThat(hosts()).containsExactly(1, 2);
    }

    @Test
    void aRestIsNotCutShortByAShorterOneAndNeverLastsForEver() {
        publish(peer(server(0, 0, at(1, PeerHealth.UNKNOWN))), peer(server(0, 0, at(2, PeerHealth.UNKNOWN))));
        targets.rest(target(1), Duration.ofDays(300));
        targets.rest(target(1), Duration.ofSeconds(1));
        now += Duration.ofMinutes(9).toNanos();
        assertThat(hosts()).containsExactly(2, 1);
        now += Duration.ofMinutes(1).toNanos();
        assertThat(hosts()).containsExactly(1, 2);
    }

    @Test
    void whatComesBackFromBeingDownRestsNoMore() {
        publish(peer(server(0, 0, at(1, PeerHealth.UNKNOWN))), peer(server(0, 0, at(2, PeerHealth.UNKNOWN))));
        targets.rest(target(1), Duration.ofSeconds(60));
        targets.rested(target(1));
        assertThat(hosts()).containsExactly(1, 2);
    }

    @Test
    void theServersOfOneNameAreDrawnAnewForEachCall() {
        publish(peer(server(1, 50, at(1, PeerHealth.UNKNOWN)), server(1, 50, at(2, PeerHealth.UNKNOWN)),
                server(2, 0, at(3, PeerHealth.UNKNOWN))));
        lot = 0;
        assertThat(hosts()).containsExactly(1, 2, 3);
        lot = 51;
        assertThat(hosts().getFirst()).isEqualTo(2);
        assertThat(hosts().getLast()).isEqualTo(3);
    }

    @Test
    void noMoreThanACallMayTryAndNoAddressTwice() {
        publish(peer(server(0, 0, at(1, PeerHealth.UNKNOWN), at(2, PeerHealth.UNKNOWN), at(3, PeerHealth.UNKNOWN))),
                peer(server(0, 0, at(1, PeerHealth.UNKNOWN), at(4, PeerHealth.UNKNOWN), at(5, PeerHealth.UNKNOWN))));
        assertThat(hosts()).containsExactly(1, 2, 3, 4);
    }

    private List<Integer> hosts() {
        return targets.of("core")
                .stream()
                .map(target -> (int) target.flow().remote().getAddress().getAddress()[3])
                .toList();
    }

    private void publish(PeerState... peers) {
        PeerGroup group = new PeerGroup("core", PeerGroup.Side.CORE, List.of("l"), Transport.UDP, Optional.empty(),
                Set.of(), List.of(), List.of());
        targets.publish(Map.of("core", new TrunkState(group, List.of(peers))));
    }

    private static PeerState peer(ServerState... servers) {
        return new PeerState(new Peer("p", "10.0.0.9", 5060), List.of(servers), false, Optional.empty());
    }

    private static ServerState server(int priority, int weight, TargetState... at) {
        return new ServerState(priority, weight, List.of(at));
    }

    private static TargetState at(int host, PeerHealth health) {
        return new TargetState(target(host), health, Optional.empty());
    }

    private static Target target(int host) {
        return new Target("core", "p", "h", 5060, Flow.to("l", Transport.UDP,
                new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + host), 5060)));
    }
}
