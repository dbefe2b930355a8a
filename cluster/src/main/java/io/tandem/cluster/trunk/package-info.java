/**
 * Where the peers of the trunks are and whether they serve: names kept resolved ahead of need, OPTIONS sent and counted
 * (TSP-40 to TSP-49), and the list of addresses that a call may try; the names that peers gave, for when their
 * connection is gone.
 * <p>
 * Owns one actor and what it publishes, and a cache. Must not know calls, Netty or the DNS library. One invariant: what a
 * call reads is ready, so no call ever waits for a name or for a probe (TRAP-32).
 */
package io.tandem.cluster.trunk;
