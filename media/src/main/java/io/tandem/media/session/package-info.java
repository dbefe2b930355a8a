/**
 * One media session: the two ends of a call, their ports, what is relayed between them and what is counted.
 * <p>
 * Owns the control records that calls use. Must not know SIP or actors. One invariant: nothing is allocated for a packet.
 */
package io.tandem.media.session;
