package io.tandem.cluster.trunk;

import java.time.Duration;

/**
 * How long an answer of the DNS is good, whatever its TTL says.
 *
 * @param minTtl also spaces questions that failed
 * @param staleFor how long an answer serves beyond its end while nobody can renew it (RFC 8767)
 */
public record NameBounds(Duration minTtl, Duration maxTtl, Duration staleFor) {

    long nanos(Duration ttl) {
        Duration atLeast = ttl.compareTo(minTtl) < 0 ? minTtl : ttl;
        return (atLeast.compareTo(maxTtl) > 0 ? maxTtl : atLeast).toNanos();
    }
}
