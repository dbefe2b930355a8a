/**
 * What the calls need and others provide: the SIP edge, number look-up, listeners for figures and lists.
 * <p>
 * Owns interfaces and the plain records that cross them. Must not know Pekko, Netty, the metrics library or who stands
 * behind an interface. One invariant: nothing here waits or fails; what cannot be done comes back as a value, or is told.
 */
package io.tandem.port;
