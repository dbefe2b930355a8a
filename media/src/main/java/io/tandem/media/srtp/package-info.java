/**
 * SRTP and SRTCP (RFC 3711, 6188, 7714): key derivation, protection of one stream's packets in place, replay and
 * roll-over. Knows packets and keys; must not know SDP, sockets, sessions or calls. All classes that hold a key's state are for
 * one thread; none waits, none allocates per packet where its suite says so.
 */
package io.tandem.media.srtp;
