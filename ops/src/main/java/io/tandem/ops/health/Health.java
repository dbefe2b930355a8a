package io.tandem.ops.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the node says of its own health. Thread-safe. */
public final class Health {

    /** A thing that has to be in order before calls may come. Answers at once, from what is known; never waits. */
    @FunctionalInterface
    public interface Check {
        State state();
    }

    /** How a checked thing is. */
    public sealed interface State {
        /** In order. @param detail what is worth knowing, or "" */
        record Up(String detail) implements State {}

        /** Not in order. @param reason why, in words for people */
        record Down(String reason) implements State {}
    }

    /** @param detail what is worth knowing when up, why when down */
    public record CheckReport(String name, boolean up, String detail) {}

    /** @param ready whether all checks are up */
    public record Readiness(boolean ready, List<CheckReport> checks) {}

    /** @param uptime since the node started */
    public record Liveness(Instant startedAt, Duration uptime) {}

    private record Named(String name, Check check) {}

    private final List<Named> checks = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final Instant startedAt;

    public Health(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** @param name for people: {@code journal}, {@code listeners} */
    public void register(String name, Check check) {
        checks.add(new Named(name, check));
    }

    /** The process answers, so it lives. */
    public Liveness liveness() {
        return new Liveness(startedAt, Duration.between(startedAt, clock.instant()));
    }

    /** Asks every check, in the order in which they were registered. A node that has registered none is not ready yet. */
    public Readiness readiness() {
        List<CheckReport> reports = new ArrayList<>();
        boolean ready = !checks.isEmpty();
        for (Named named : checks) {
            CheckReport report = report(named);
            ready &= report.up();
            reports.add(report);
        }
        return new Readiness(ready, List.copyOf(reports));
    }

    private static CheckReport report(Named named) {
        return switch (state(named.check())) {
            case State.Up(String detail) -> new CheckReport(named.name(), true, detail);
            case State.Down(String reason) -> new CheckReport(named.name(), false, reason);
        };
    }

    /** A check that breaks is a bug, but whoever asks for health then needs the answer more than ever. */
    private static State state(Check check) {
        try {
            return check.state();
        } catch (RuntimeException e) {
            return new State.Down("the check itself failed: " + e);
        }
    }
}
