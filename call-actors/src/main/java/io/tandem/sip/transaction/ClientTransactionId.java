package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;

/** Names a client transaction: the branch of its top Via and its method (RFC 3261 §17.1.3). */
public record ClientTransactionId(String branch, SipMethod method) {}
