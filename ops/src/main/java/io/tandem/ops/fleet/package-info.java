/**
 * What operators ask of the whole cluster, and this node's part of the answer.
 * <p>
 * Owns the protocol between the nodes' ops ports and the merging of their answers. Must not know HTTP. One invariant: a node
 * that does not answer in time delays nobody for longer than that, and is named.
 */
package io.tandem.ops.fleet;
