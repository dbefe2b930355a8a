/**
 * The embedded store: journal, snapshots and the roster of calls in one RocksDB directory, for one process.
 * <p>
 * Owns keys, values, durability and retention. Must not know what an event means: it reads only the entity type in the
 * persistence id and the two tags of {@link io.tandem.cluster.journal.Roster}. One invariant: what was acknowledged is
 * there after kill -9, and what was acknowledged outside {@code group-fsync-except} also after a loss of power.
 * <p>
 * The plugin speaks the journal's message protocol itself rather than extending {@code AsyncWriteJournal}: that base
 * takes each write over a timer, a task and a resequencing actor before its author hears of it, which costs more than
 * the write.
 */
package io.tandem.cluster.journal;
