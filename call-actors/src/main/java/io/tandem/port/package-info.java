/**
 * What the calls need and others provide: the SIP edge, number look-up, listeners for figures and lists.
 * <p>
 * Owns interfaces and the plain records that cross them; knows no Pekko, no Netty and no metrics library.
 */
package io.tandem.port;
