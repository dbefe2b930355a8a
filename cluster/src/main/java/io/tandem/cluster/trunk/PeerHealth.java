package io.tandem.cluster.trunk;

import io.tandem.port.TrunkProbing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether one address of a peer serves, as far as its answers to OPTIONS say (TSP-46).
 *
 * @param failures in a row
 * @param rtt of the last answer that counted
 * @param answeredAt when that was
 * @param lastFailure the last answer that did not count, or why there was none
 */
public record PeerHealth(State state, int failures, Optional<Duration> rtt, Optional<Instant> answeredAt,
        Optional<Failure> lastFailure) {

    /** Before the first result. */
    public static final PeerHealth UNKNOWN = new PeerHealth(State.UNKNOWN, 0, Optional.empty(), Optional.empty(),
            Optional.empty());

    public enum State {
        /** Never asked, or not answered yet: in service, since calls find out as well as anybody. */
        UNKNOWN, UP, DOWN
    }

    public record Failure(String reason, Instant at) {}

    public boolean inService() {
        return state != State.DOWN;
    }

    PeerHealth after(ProbeResult result, TrunkProbing probing, Instant now) {
        return switch (result) {
            case ProbeResult.Answered(int status, _, long rttNanos) when probing.upOn().accepts(status) ->
                    new PeerHealth(State.UP, 0, Optional.of(Duration.ofNanos(rttNanos)), Optional.of(now),
                            lastFailure);
            case ProbeResult.Answered(int status, String reason, _) -> failed(status + " " + reason, probing, now);
            case ProbeResult.Silent _ ->
                    failed("no answer in " + probing.timeout().toMillis() + " ms", probing, now);
            case ProbeResult.Unsent(String reason) -> failed(reason, probing, now);
        };
    }

    private PeerHealth failed(String reason, TrunkProbing probing, Instant now) {
        int inARow = failures + 1;
        State then = inARow >= probing.failuresToDown() ? State.DOWN : state;
        return new PeerHealth(then, inARow, rtt, answeredAt, Optional.of(new Failure(reason, now)));
    }
}
