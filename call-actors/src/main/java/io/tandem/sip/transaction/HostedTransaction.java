package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.route.Flow;

/**
 * What the layer keeps of a transaction beside its machine's state: its key, its way and its timers. Most of them linger
 * for 32 s after their work is done, a hundred thousand at 1,000 calls/s: every reference here counts.
 */
sealed abstract class HostedTransaction permits ClientTransaction, ServerTransaction {
    final long key;
    final SipMethod method;
    /** Its way; another once it is known where a name led. */
    Flow flow;
    final Timing timing;
    final Alarm bounding = new Alarm(this);
    boolean ended;
    private Alarm repeating; // null while nothing repeats

    HostedTransaction(long key, SipMethod method, Flow flow, Timing timing) {
        this.key = key;
        this.method = method;
        this.flow = flow;
        this.timing = timing;
    }

    Alarm alarmOf(Timer timer) {
        if (!timer.repeats()) {
            return bounding;
        }
        if (repeating == null) {
            repeating = new Alarm(this);
        }
        return repeating;
    }

    void stopRepeating(TimerWheel wheel) {
        if (repeating != null) {
            wheel.stop(repeating);
            repeating = null;
        }
    }
}
