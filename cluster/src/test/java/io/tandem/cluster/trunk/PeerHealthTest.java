package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.trunk.PeerHealth.State;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkProbing.UpOn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TSP-46. */
@Tag("TSP-46")
class PeerHealthTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final ProbeResult SILENT = new ProbeResult.Silent();

    @Test
    void a200SaysThatThePeerServes() {
        PeerHealth health = PeerHealth.UNKNOWN.after(answer(200), TrunkProbing.DEFAULT, NOW);
        assertThat(health.state()).isEqualTo(State.UP);
        assertThat(health.rtt()).contains(Duration.ofMillis(2));
        assertThat(health.answeredAt()).contains(NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404, 405, 408, 483, 500, 503, 603})
    void anythingElseTakesItOutOfService(int status) {
        PeerHealth health = PeerHealth.UNKNOWN.after(answer(status), TrunkProbing.DEFAULT, NOW);
        assertThat(health.inService()).isFalse();
        assertThat(health.lastFailure()).contains(new PeerHealth.Failure(status + " said", NOW));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 405, 481, 488})
    void aCorePeerMayShowThatItLivesByAnyAnswer(int status) {
        assertThat(PeerHealth.UNKNOWN.after(answer(status), probing(1, UpOn.ANY_SIGN_OF_LIFE), NOW).state()).isEqualTo(
                State.UP);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 503, 603})
    void butNotByOneThatSaysItDoesNotServe(int status) {
        assertThat(PeerHealth.UNKNOWN.after(answer(status), probing(1, UpOn.ANY_SIGN_OF_LIFE), NOW).state()).isEqualTo(
                State.DOWN);
    }

    @Test
    void silenceAndALostConnectionTakeItOutOfService() {
        assertThat(PeerHealth.UNKNOWN.after(SILENT, TrunkProbing.DEFAULT, NOW).inService()).isFalse();
        PeerHealth unsent = PeerHealth.UNKNOWN.after(new ProbeResult.Unsent("refused"), TrunkProbing.DEFAULT, NOW);
        assertThat(unsent.inService()).isFalse();
        assertThat(unsent.lastFailure()).contains(new PeerHealth.Failure("refused", NOW));
    }

    @Test
    void onlySoManyFailuresInARowTakeItOutOfService() {
        TrunkProbing probing = probing(3, UpOn.SUCCESS);
        PeerHealth health = PeerHealth.UNKNOWN.after(answer(200), probing, NOW)
                .after(SILENT, probing, NOW)
                .after(SILENT, probing, NOW)
                .after(answer(200), probing, NOW)
                .after(SILENT, probing, NOW)
                .after(SILENT, probing, NOW);
        assertThat(health.state()).isEqualTo(State.UP);
        assertThat(health.after(SILENT, probing, NOW).state()).isEqualTo(State.DOWN);
    }

    @Test
    void one200BringsItBack() {
        PeerHealth down = PeerHealth.UNKNOWN.after(SILENT, TrunkProbing.DEFAULT, NOW);
        assertThat(down.after(answer(200), TrunkProbing.DEFAULT, NOW).state()).isEqualTo(State.UP);
    }

    @Test
    void aPeerThatWasNeverAskedIsInService() {
        assertThat(PeerHealth.UNKNOWN.inService()).isTrue();
    }

    private static ProbeResult answer(int status) {
        return new ProbeResult.Answered(status, "said", 2_000_000);
    }

    private static TrunkProbing probing(int failures, UpOn upOn) {
        return new TrunkProbing(Duration.ofSeconds(60), Duration.ofSeconds(4), failures, upOn, Optional.empty());
    }
}
