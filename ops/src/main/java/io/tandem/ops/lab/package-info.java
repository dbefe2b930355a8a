/**
 * The other sides of the gateway, for trying it: user agents of an operator's core and of Microsoft Phone System on our
 * own SIP library, with real speech.
 * <p>
 * Owns agents, what they do with calls and what they report. Must not know the gateway's insides: it sees what a peer
 * sees. One invariant: an agent has one thread, which alone touches its calls and sockets, and each call that it was
 * given or took ends in one report.
 */
package io.tandem.ops.lab;
