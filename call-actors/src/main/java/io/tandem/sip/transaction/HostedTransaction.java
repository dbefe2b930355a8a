package io.tandem.sip.transaction;

import io.tandem.sip.route.Flow;

/** What the layer keeps of a transaction beside its machine's state: its way and its two timers. */
sealed abstract class HostedTransaction permits ClientTransaction, ServerTransaction {
    final Flow flow;
    final Timing timing;
    final Alarm repeating = new Alarm(this);
    final Alarm bounding = new Alarm(this);
    boolean ended;

    HostedTransaction(Flow flow, Timing timing) {
        this.flow = flow;
        this.timing = timing;
    }

    Alarm alarmOf(Timer timer) {
        return timer.repeats() ? repeating : bounding;
    }
}
