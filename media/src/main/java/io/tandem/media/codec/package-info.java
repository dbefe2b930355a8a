/**
 * Speech codecs.
 * <p>
 * Owns the mapping of samples to octets. Must not know packets or sessions. One invariant: pure arithmetic on the
 * caller's arrays, nothing allocated.
 */
package io.tandem.media.codec;
