package io.tandem.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.ops.health.Health.CheckReport;
import io.tandem.ops.health.Health.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthTest {
    private Instant now = Instant.parse("2026-11-23T02:00:00Z");
    private final Health health = new Health(() -> now);

    @Test
    void isReadyWhenEveryCheckIsUp() {
        health.register("journal", () -> new State.Up("embedded"));
        health.register("listeners", () -> new State.Up(""));
        assertThat(health.readiness().ready()).isTrue();
        assertThat(health.readiness().checks()).extracting(CheckReport::name).containsExactly("journal", "listeners");
    }

    @Test
    void isNotReadyWhenOneCheckIsDownAndSaysWhy() {
        health.register("journal", () -> new State.Up(""));
        health.register("listeners", () -> new State.Down("core-udp is not bound"));
        assertThat(health.readiness().ready()).isFalse();
        assertThat(health.readiness().checks()).contains(new CheckReport("listeners", false, "core-udp is not bound"));
    }

    @Test
    void isNotReadyBeforeAnythingIsRegistered() {
        assertThat(health.readiness().ready()).isFalse();
    }

    @Test
    void aCheckThatBreaksIsDown() {
        health.register("journal", () -> {
            throw new IllegalStateException("closed");
        });
        assertThat(health.readiness().checks().getFirst().detail()).contains("closed");
        assertThat(health.readiness().ready()).isFalse();
    }

    @Test
    void livesSinceItStarted() {
        now = now.plusSeconds(90);
        assertThat(health.liveness().uptime()).isEqualTo(Duration.ofSeconds(90));
    }
}
