/**
 * The composition root: what a node is made of, put together by constructor in one place, and taken apart in order.
 * <p>
 * Owns the order of start and stop and the data directory. Must not hold any logic of calls, SIP or media. One
 * invariant: what was started is stopped, in the reverse order, also when the start fails half-way.
 */
package io.tandem.cluster.boot;
