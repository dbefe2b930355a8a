/**
 * The read side that operators look at: health, metrics, active calls, one call, its ladder; over HTTP.
 * <p>
 * Owns the list of this node's active calls and how a call is drawn. Must not change a call or know how it is kept:
 * it is handed a function that asks. One invariant: numbers in a ladder are masked unless asked for.
 */
package io.tandem.ops.query;
