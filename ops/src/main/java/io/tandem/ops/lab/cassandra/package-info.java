/**
 * A real Cassandra, of one node, for trials and tests: resolved from its published jars, run on a JDK 17.
 * <p>
 * Owns the server's process and its files in one directory. Must not know a keyspace, nor who talks to the server. One
 * invariant: it ends no process but the one that it started.
 */
package io.tandem.ops.lab.cassandra;
