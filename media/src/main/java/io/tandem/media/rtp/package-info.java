/**
 * RTP and RTCP packets (RFC 3550): reading and writing headers in place, and what reception says about a stream.
 * <p>
 * Owns the layout of packets and the arithmetic of sequence numbers and jitter. Must not know sockets, sessions or
 * clocks: times are arguments. One invariant: nothing is allocated for a packet.
 */
package io.tandem.media.rtp;
