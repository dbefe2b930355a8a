/**
 * Finds the servers of a peer that has a name (RFC 3263, 2782), asking name servers without ever holding a thread.
 * <p>
 * Owns the questions, their repetition and what the answers mean; the only package that knows the DNS library. Must not
 * know calls, trunks' health or who waits for the answer. One invariant: every question is answered, by a
 * {@link io.tandem.cluster.trunk.dns.Finding}, in bounded time.
 */
package io.tandem.cluster.trunk.dns;
