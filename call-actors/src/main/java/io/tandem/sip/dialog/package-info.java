/**
 * Dialogs as data (RFC 3261 §12): who talks to whom, over which route, at which sequence number.
 * <p>
 * Owns the making of a dialog from either side, of requests inside it, and the judgement of requests that arrive in it.
 * Must not know transactions, sockets or calls. One invariant: a dialog never changes; what changes it gives a new one,
 * so that it can stand in a journal.
 */
package io.tandem.sip.dialog;
