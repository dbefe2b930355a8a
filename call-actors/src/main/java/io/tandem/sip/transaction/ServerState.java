package io.tandem.sip.transaction;

/** The state of a server transaction of either kind. */
sealed interface ServerState permits InviteServerTransaction.State, NonInviteServerTransaction.State {}
