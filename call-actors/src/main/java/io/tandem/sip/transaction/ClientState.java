package io.tandem.sip.transaction;

/** The state of a client transaction of either kind. */
sealed interface ClientState permits InviteClientTransaction.State, NonInviteClientTransaction.State {}
