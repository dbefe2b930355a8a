/**
 * Datagrams: sockets on our ports and the loops that serve them, by the system's own calls where that is Linux.
 * <p>
 * Owns ports, sockets and threads; the only package of the media plane that opens a socket. Must not know RTP or
 * sessions. One invariant: a socket is read, written and closed by its loop's thread alone, which allocates nothing for
 * a packet.
 */
package io.tandem.media.udp;
