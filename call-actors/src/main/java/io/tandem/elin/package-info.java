/**
 * The numbers of places (ELIN) that calls for help were shown by, and whom they stand for (NUM-46).
 * <p>
 * Owns what is kept for how long; must not know calls, actors or how it is stored. Pure.
 * <p>
 * One invariant: of a number's callers the one counts whose time ends last.
 */
package io.tandem.elin;
