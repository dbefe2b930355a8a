/**
 * The SIP edge: Netty listeners for UDP, TCP and TLS, the transaction layer beside the socket, and the way from a message
 * to the call that it belongs to.
 * <p>
 * Owns sockets, connections and the event loops. Must not know what a call does with a message. One invariant: a
 * transaction lives on one loop for good, and nothing of a loop is touched from another thread.
 */
package io.tandem.cluster.edge;
