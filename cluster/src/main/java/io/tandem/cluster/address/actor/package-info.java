/**
 * The shell around the book of addresses: one book in the cluster, one agent on each node (design §4).
 * <p>
 * Owns their messages, timers and ways to each other, and what this node knows of who has what. Must not know what taking
 * up an address means: {@link io.tandem.cluster.address.actor.AddressWork} does it. One invariant: what is decided is
 * decided by the rules in {@code cluster.address}.
 */
package io.tandem.cluster.address.actor;
