/**
 * SIP messages as values: URIs, headers, messages, the parser and the writer (RFC 3261 §7, §19, §20, §25).
 * <p>
 * Owns the grammar and nothing else: it knows no socket, no transaction, no dialog, and depends on the JDK alone.
 * One invariant: the parser is total. Any bytes give a {@link io.tandem.sip.message.ParseResult}, never an exception,
 * and what was not understood is kept byte for byte, in order.
 */
package io.tandem.sip.message;
