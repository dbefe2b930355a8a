/**
 * The simulator: a caller, its called side and a node of ours in virtual time, with a network between them that loses,
 * repeats, delays and reorders. A seed says what each of them does; a {@link io.tandem.sim.Witness} watches the wire and
 * the journal and says what no call may do.
 * <p>
 * Owns peers, network, clock and process of the simulation; of ours runs the transaction layer, the rules of a call and
 * the events' stored form. Must not know sockets, threads or the real time. One invariant: the same seed is the same
 * run. New behaviour is a small class: of the called side a {@link io.tandem.sim.Taking}, of the caller a
 * {@link io.tandem.sim.Calling}, of either in the call an {@link io.tandem.sim.InCall}, of the node a
 * {@link io.tandem.sim.Trouble}; {@link io.tandem.sim.Plan} says how often it happens.
 */
package io.tandem.sim;
