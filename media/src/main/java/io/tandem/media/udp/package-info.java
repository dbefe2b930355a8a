/**
 * Datagrams: sockets on our ports and the selector loops that serve them.
 * <p>
 * Owns ports, sockets and threads; the only package of the media plane that opens a socket. Must not know RTP or
 * sessions. One invariant: a socket is read, written and closed by its loop's thread alone, which allocates nothing for
 * a packet.
 */
package io.tandem.media.udp;
