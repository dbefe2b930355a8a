package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.trunk.dns.Finding;
import io.tandem.cluster.trunk.dns.Finding.Server;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TSP-4, TRAP-32, RFC 8767. */
class NameStateTest {
    private static final NameBounds BOUNDS = new NameBounds(Duration.ofSeconds(5), Duration.ofHours(1),
            Duration.ofHours(24));
    private static final List<Server> SERVERS = List.of(
            new Server("sbc.example.com", 5060, 0, 0, List.of(InetAddress.ofLiteral("192.0.2.1"))));
    private static final long NOW = Long.MAX_VALUE - 1_000; // the clock may wrap round

    private final NameState unasked = NameState.unasked(NOW);

    @Test
    void aNameIsAskedForAtOnceAndNotAgainWhileTheQuestionIsOpen() {
        assertThat(unasked.due(NOW)).isTrue();
        assertThat(unasked.asked().due(NOW + seconds(60))).isFalse();
    }

    @Test
    @Tag("TRAP-32")
    @Tag("TSP-4")
    void anAnswerIsRenewedAheadOfItsEnd() {
        NameState known = unasked.after(found(100), BOUNDS, NOW);
        assertThat(known.due(NOW + seconds(79))).isFalse();
        assertThat(known.due(NOW + seconds(80))).isTrue();
        assertThat(known.stale(NOW + seconds(99))).isFalse();
        assertThat(known.stale(NOW + seconds(100))).isTrue();
    }

    @Test
    void aTimeToLiveIsKeptWithinItsBounds() {
        assertThat(unasked.after(found(0), BOUNDS, NOW).stale(NOW + seconds(4))).isFalse();
        assertThat(unasked.after(found(1_000_000), BOUNDS, NOW).stale(NOW + seconds(3_600))).isTrue();
    }

    @Test
    void theLastAnswerServesOnWhileTheDnsIsAwayButNotForEver() {
        NameState known = unasked.after(found(100), BOUNDS, NOW);
        NameState away = known.asked().after(new Finding.Failed("timeout"), BOUNDS, NOW + seconds(200));
        assertThat(away.servers()).isEqualTo(SERVERS);
        assertThat(away.stale(NOW + seconds(200))).isTrue();
        assertThat(away.trouble()).contains("timeout");
        long dayLater = NOW + seconds(100) + Duration.ofHours(24).toNanos();
        assertThat(away.aged(dayLater - 1).servers()).isEqualTo(SERVERS);
        assertThat(away.aged(dayLater).servers()).isEmpty();
    }

    @Test
    void questionsThatFailAreSpacedWiderEachTimeUpToAMinute() {
        NameState state = unasked;
        long[] waits = {5, 10, 20, 40, 60, 60};
        for (long wait : waits) {
            state = state.asked().after(new Finding.Failed("timeout"), BOUNDS, NOW);
            assertThat(state.due(NOW + seconds(wait) - 1)).isFalse();
            assertThat(state.due(NOW + seconds(wait))).isTrue();
        }
        assertThat(state.after(found(100), BOUNDS, NOW).failures()).isZero();
    }

    @Test
    void whatTheDnsTakesBackIsGoneAndNotAskedForAgainBeforeItsTime() {
        NameState gone = unasked.after(found(100), BOUNDS, NOW)
                .after(new Finding.Nothing("no such name", Duration.ofSeconds(30)), BOUNDS, NOW);
        assertThat(gone.servers()).isEmpty();
        assertThat(gone.due(NOW + seconds(29))).isFalse();
        assertThat(gone.due(NOW + seconds(30))).isTrue();
    }

    private static Finding found(long ttlSeconds) {
        return new Finding.Found(SERVERS, Duration.ofSeconds(ttlSeconds));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
