/**
 * Whether the node lives and whether it is ready for calls.
 * <p>
 * Owns the list of named checks; their answers come from whoever registered them. Must not know HTTP or what is checked.
 * One invariant: ready means that every registered check is up.
 */
package io.tandem.ops.health;
