/**
 * This node as a member of its cluster: how it comes in, who is there, who is dead, and whether it may still act.
 * <p>
 * Owns the joining, what nodes must have in common, the pulse between them. Must not know calls or sockets for them. One
 * invariant: nobody is declared dead here by nodes that are not the majority.
 */
package io.tandem.cluster.member;
