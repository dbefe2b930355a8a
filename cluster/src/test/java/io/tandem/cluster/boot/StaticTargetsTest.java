package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.route.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaticTargetsTest {
    private static final PeerGroup CORE = new PeerGroup("core", PeerGroup.Side.CORE, List.of("tcp", "udp", "udp-2"),
            Transport.UDP, Optional.empty(), Set.of(), List.of(), List.of(new PeerGroup.Peer("one", "127.0.0.1", 5070),
                    new PeerGroup.Peer("two", "127.0.0.1", 5071), new PeerGroup.Peer("three", "127.0.0.1", 5072)));

    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final StaticTargets targets = new StaticTargets(List.of(CORE),
            Map.of("tcp", Transport.TCP, "udp", Transport.UDP, "udp-2", Transport.UDP), 6, () -> now);

    private List<String> order() {
        return targets.of("core").stream().map(Target::peer).toList();
    }

    @Test
    void namesThePeersInTheirOrderByTheTrunksFirstListenerOfItsTransport() {
        assertThat(order()).containsExactly("one", "two", "three");
        assertThat(targets.of("core")).allSatisfy(target -> assertThat(target.flow().listener()).isEqualTo("udp"));
        assertThat(targets.of("nobody")).isEmpty();
    }

    @Test
    void triesTheOthersBeforeAPeerThatRests() {
        targets.rest(targets.of("core").getFirst(), Duration.ofSeconds(3));
        assertThat(order()).containsExactly("two", "three", "one");

        now = now.plusSeconds(3);
        assertThat(order()).containsExactly("one", "two", "three");
    }

    @Test
    void aShorterRestDoesNotEndALongerOne() {
        Target one = targets.of("core").getFirst();
        targets.rest(one, Duration.ofSeconds(30));
        targets.rest(one, Duration.ofSeconds(1));
        now = now.plusSeconds(5);

        assertThat(order()).containsExactly("two", "three", "one");
    }

    @Test
    void keepsThemAllWhenAllOfThemRest() {
        targets.of("core").forEach(target -> targets.rest(target, Duration.ofSeconds(3)));

        assertThat(order()).containsExactly("one", "two", "three");
    }
}
