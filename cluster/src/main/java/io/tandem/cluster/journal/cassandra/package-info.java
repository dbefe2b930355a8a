/**
 * The journal of a cluster: calls, accounts and numbers in Cassandra.
 * <p>
 * Accounts, number blocks and their snapshots go through Pekko Persistence Cassandra. Calls do not: their journal is ours,
 * on the same session, because it must answer within a limit, know the calls that are up, and go on while the database is
 * away. An event is one insert; an answer is one more into the roster, shared by the answers of the same moment. What a
 * call says while the database is away waits in the {@link io.tandem.cluster.journal.cassandra.Spool} on this node's disk
 * and is handed over later, in the order of its sequence numbers.
 * <p>
 * Owns keyspace, tables, roster and spool. Must not know what an event means: it reads only the entity type in the
 * persistence id and the two tags of {@link io.tandem.cluster.journal.Roster}. One invariant: an answer that was
 * acknowledged is in the database and in the roster, unless {@code when-away = carry-on} let it go without, which is
 * counted.
 */
package io.tandem.cluster.journal.cassandra;
