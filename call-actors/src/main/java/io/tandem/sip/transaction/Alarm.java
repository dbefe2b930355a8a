package io.tandem.sip.transaction;

/** One timer of one transaction, and its place in the wheel. Belongs to the wheel while it runs. */
final class Alarm {
    enum Phase {
        IDLE, RUNNING, DUE
    }

    final HostedTransaction owner;
    Timer timer = Timer.A;
    Phase phase = Phase.IDLE;
    long tick;
    Alarm previous;
    Alarm next;

    Alarm(HostedTransaction owner) {
        this.owner = owner;
    }
}
