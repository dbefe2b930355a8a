/**
 * Where SIP messages go: the flow that they came on, response routing (RFC 3261 §18.2, RFC 3581) and the next hop of a
 * request (§8.1.2, §12.2.1.1). Pure; names are resolved elsewhere.
 */
package io.tandem.sip.route;
