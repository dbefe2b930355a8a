/**
 * How the two networks' ways are mapped onto each other: headers, identities, numbers, causes. Pure.
 * <p>
 * Owns rules, one rule in one place; must not know call states, dialogs or actors. One invariant: nothing of one
 * network's topology is copied into what the other gets.
 */
package io.tandem.interworking;
