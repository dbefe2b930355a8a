/**
 * Speech codecs.
 * <p>
 * Owns the mapping of samples to octets, and of one rate of samples to another. Must not know packets or sessions. One
 * invariant: pure arithmetic on the caller's arrays, nothing allocated.
 */
package io.tandem.media.codec;
