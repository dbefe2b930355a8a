/**
 * Session descriptions (RFC 8866) and the rules of offer and answer (RFC 3264), as pure functions.
 * <p>
 * Owns the text of a description, in both directions. Must not know SIP, sockets or calls. One invariant: what it reads
 * it can write again, unknown lines included and in their order; reading never throws.
 */
package io.tandem.media.sdp;
