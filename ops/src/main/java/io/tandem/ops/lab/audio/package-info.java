/**
 * What the lab's telephones say and hear: a voice made from a seed, the ear that records packets, and the comparison of
 * the two.
 * <p>
 * Owns samples and packets of speech. Must not know SIP, sockets or clocks: times are arguments. One invariant: a voice
 * is a function of its seed, so who hears a call can tell what should be heard without being told.
 */
package io.tandem.ops.lab.audio;
