/**
 * One side of a call, in either direction: how its peer is reached, its INVITE while that is open, its dialog once
 * confirmed, its goodbye.
 * <p>
 * Owns what one leg says to its peer. Must not know the other leg, the call's states, actors or sockets. One invariant:
 * a leg has at most one confirmed dialog, and once confirmed it makes no difference who called whom.
 */
package io.tandem.leg;
