/**
 * Speech of one codec becomes speech of another (F-63).
 * <p>
 * Owns the way from payload to payload: decoding, sampling rates, encoding. Must not know packets, descriptions or sessions. One
 * invariant: nothing is allocated for a payload.
 */
package io.tandem.media.translate;
