/**
 * The call: its states, what happens to it, what it orders, and the rules that join them. Pure.
 * <p>
 * Owns both legs, the routing decision and the media session's description. Must not know actors, sockets, clocks or
 * the journal. One invariant: {@code decide(state, input, now)} is a function; every resource that it ordered opened it
 * orders closed exactly once before the call is over.
 */
package io.tandem.call;
