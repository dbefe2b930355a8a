/**
 * The call's shell: a sharded, event-sourced actor around the pure rules of {@code io.tandem.call}.
 * <p>
 * Owns the journaling of a call's milestones, the running of its effects and its place in the cluster; decides nothing
 * about the call. One invariant: an effect runs only after the events that it follows from are journaled.
 */
package io.tandem.call.actor;
