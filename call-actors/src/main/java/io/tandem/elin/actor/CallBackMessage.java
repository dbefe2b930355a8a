package io.tandem.elin.actor;

/** A message of the table of call-backs that may cross nodes: {@link CallBackMessageSerializer} names it. */
interface CallBackMessage {}
