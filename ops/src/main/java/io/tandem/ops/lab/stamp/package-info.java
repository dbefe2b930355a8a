/**
 * UDP sockets of Linux that say when each datagram came in, however late it is read.
 * <p>
 * Owns the system calls. Must not know what is in a datagram. One invariant: the time is the kernel's, so that a reader
 * who is late is not taken for a network that is.
 */
package io.tandem.ops.lab.stamp;
