package io.tandem.port;

import java.time.Duration;
import java.util.Optional;

/**
 * How the peers of a trunk are asked whether they are there (TSP-40 to TSP-49).
 *
 * @param interval from one OPTIONS to the next, up or down (TSP-41, TSP-46); zero: none is sent
 * @param timeout without a final response for so long counts as none
 * @param failuresToDown so many in a row take an address out of service
 * @param upOn which answers count
 * @param host what Contact and From of OPTIONS name instead of the listener's address (TSP-43)
 */
public record TrunkProbing(Duration interval, Duration timeout, int failuresToDown, UpOn upOn, Optional<String> host) {
    public static final TrunkProbing DEFAULT = new TrunkProbing(Duration.ofSeconds(60), Duration.ofSeconds(4), 1,
            UpOn.SUCCESS, Optional.empty());

    /** Which answer to OPTIONS says that a peer serves. */
    public enum UpOn {
        /** 200 (TSP-46). */
        SUCCESS,
        /** Anything that only a living peer says: below 500, and not 408. */
        ANY_SIGN_OF_LIFE;

        public boolean accepts(int status) {
            return switch (this) {
                case SUCCESS -> status >= 200 && status < 300;
                case ANY_SIGN_OF_LIFE -> status < 500 && status != 408;
            };
        }
    }

    public boolean off() {
        return interval.isZero();
    }
}
