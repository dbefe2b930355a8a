/**
 * The four transaction machines of RFC 3261 §17 with the corrections of RFC 6026, as functions of state, input and
 * time, and the layer that matches messages to them.
 * <p>
 * Owns retransmission, 100 Trying, ACK to a refused INVITE, CANCEL matching, and the retransmission of a 2xx until its
 * ACK. Must not know sockets, threads, dialogs or calls. One invariant: nothing here reads a clock; time comes in.
 */
package io.tandem.sip.transaction;
