package io.tandem.cluster.trunk;

import io.tandem.cluster.trunk.dns.Finding;
import io.tandem.cluster.trunk.dns.Finding.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a peer's name, and when it is asked for again. Times are nanoseconds of a clock that only goes
 * forward.
 *
 * @param servers the last answer; used until {@code staleUntil}
 * @param expiresAt from then on the answer is stale (RFC 8767)
 * @param nextAskAt ahead of that, so that the next answer is there in time
 * @param failures of the name servers, in a row
 * @param trouble why the last question brought nothing
 */
record NameState(List<Server> servers, long expiresAt, long staleUntil, long nextAskAt, boolean asking, int failures,
        Optional<String> trouble) {
    private static final long SLOWEST_RETRY_NANOS = Duration.ofMinutes(1).toNanos();

    static NameState unasked(long now) {
        return new NameState(List.of(), now, now, now, false, 0, Optional.empty());
    }

    boolean due(long now) {
        return !asking && nextAskAt - now <= 0;
    }

    boolean stale(long now) {
        return !servers.isEmpty() && expiresAt - now <= 0;
    }

    NameState asked() {
        return new NameState(servers, expiresAt, staleUntil, nextAskAt, true, failures, trouble);
    }

    /** Nobody could renew the answer for so long that it serves no more. */
    NameState aged(long now) {
        return servers.isEmpty() || staleUntil - now > 0
                ? this
                : new NameState(List.of(), expiresAt, staleUntil, nextAskAt, asking, failures, trouble);
    }

    NameState after(Finding finding, NameBounds bounds, long now) {
        return switch (finding) {
            case Finding.Found(var found, var ttl) -> {
                long lives = bounds.nanos(ttl);
                yield new NameState(found, now + lives, now + lives + bounds.staleFor().toNanos(),
                        now + lives / 5 * 4, false, 0, Optional.empty());
            }
            // the DNS did answer: what it takes back is gone
            case Finding.Nothing(var reason, var ttl) -> new NameState(List.of(), now, now, now + bounds.nanos(ttl),
                    false, 0, Optional.of(reason));
            case Finding.Failed(var reason) -> new NameState(servers, expiresAt, staleUntil,
                    now + retryNanos(bounds), false, failures + 1, Optional.of(reason)).aged(now);
        };
    }

    private long retryNanos(NameBounds bounds) {
        long doubled = bounds.minTtl().toNanos() << Math.min(failures, 10);
        return Math.max(bounds.minTtl().toNanos(), Math.min(doubled, SLOWEST_RETRY_NANOS));
    }
}
