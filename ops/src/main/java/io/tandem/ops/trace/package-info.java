/**
 * Copies of the SIP messages that pass the edge, for people who look for a fault: told apart by call, exported to Homer
 * as HEPv3.
 * <p>
 * Owns the one thread that all this happens on, the queue before it and what is masked. Must not know the edge, actors or
 * how a call is kept: it reads what the wire says. One invariant: nothing here delays a message, and nothing leaves with
 * a credential or a media key in it.
 */
package io.tandem.ops.trace;
