/**
 * Where SIP messages go: the flow that they came on, response routing (RFC 3261 §18.2, RFC 3581) and the next hop of a
 * request (§8.1.2, §12.2.1.1); the order in which the servers of a name are tried (RFC 2782, RFC 3263).
 * <p>
 * Owns the choice of a destination from what a message says. Must not know sockets, connections, dialogs or DNS. One
 * invariant: a destination is a literal address; a name gives {@link io.tandem.sip.route.NextHop.Named}.
 */
package io.tandem.sip.route;
