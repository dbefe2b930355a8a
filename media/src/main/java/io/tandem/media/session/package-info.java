/**
 * One media session: the two ends of a call, their ports, what is relayed between them and what is counted.
 * <p>
 * Owns the control records that calls use, latching, the figures of each end, and the watch over silence. Must not know SIP or actors. One
 * invariant: a session's four ports are taken together and given back together.
 */
package io.tandem.media.session;
