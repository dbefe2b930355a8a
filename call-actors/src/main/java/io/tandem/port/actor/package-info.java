/**
 * How records go from node to node.
 * <p>
 * Owns their form, CBOR under explicit names, and that of references to actors in it. Must not know which messages there
 * are: each protocol names its own. One invariant: what is written carries no name of a class, so that two builds in one
 * cluster understand each other while both know the name.
 */
package io.tandem.port.actor;
