/**
 * The table of call-backs as ten sharded persistent actors, one for each last digit of a place's number, and this node's
 * copy of it.
 * <p>
 * Owns how a row gets into the table and from there to every node; the rules are in {@code elin}. Must not know the call.
 * <p>
 * A call tells {@link io.tandem.elin.actor.SharedCallBacks} and goes on. The copy of its own node has the row at once; its
 * part stores it and tells all nodes, and is told again until it says so. A node asks the parts for everything when it
 * starts, and every minute, so that a message that is lost is made up for; until it has heard of all of them a call back asks
 * the part itself. Rows of one number are told apart by their ends, so it does not matter in which order they come.
 * <p>
 * One invariant: what a part has acknowledged is stored.
 */
package io.tandem.elin.actor;
