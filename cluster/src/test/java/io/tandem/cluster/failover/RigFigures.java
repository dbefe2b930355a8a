package io.tandem.cluster.failover;

import io.tandem.ops.lab.CallReport;
import java.util.Collection;
import java.util.Locale;

/**
 * How late the process was that speaks and listens: a machine that is too slow shows here, not in the gap.
 *
 * @param sendLateMillis the most that a packet was sent after it was due
 * @param readLateMillis the most that a packet lay in its socket; it is looked for every 160 ms
 * @param sent packets; @param passed those that were not sent, for they were due too long ago
 * @param heard packets that came, in time or not; @param late those that were over 200 ms on their way
 * @param garbled packets that came and were not what was said
 * @param overflowed packets that this process had no room for
 */
record RigFigures(double sendLateMillis, double readLateMillis, long sent, long passed, long heard, long late,
        long garbled, long overflowed) {

    static RigFigures of(Collection<CallReport.Stamped> ends) {
        return new RigFigures(
                ends.stream().mapToLong(end -> end.mouth().mostLateNanos()).max().orElse(0) / 1e6,
                ends.stream().mapToLong(end -> end.ear().mostReadLateNanos()).max().orElse(0) / 1e6,
                ends.stream().mapToLong(end -> end.mouth().packets()).sum(),
                ends.stream().mapToLong(end -> end.mouth().passed()).sum(),
                ends.stream().mapToLong(end -> end.ear().packets()).sum(),
                ends.stream().mapToLong(end -> end.ear().late()).sum(),
                ends.stream().mapToLong(end -> end.ear().garbled()).sum(),
                ends.stream().mapToLong(CallReport.Stamped::overflowed).sum());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%d packets sent, at most %.0f ms late, and %d not sent for being later; %d came, of "
                        + "which %d over 200 ms after their sending; they were read at most %.0f ms after they came; %d were not as "
                        + "they were said; %d lost in full sockets of the rig",
                sent, sendLateMillis, passed, heard, late,
                readLateMillis, garbled, overflowed);
    }
}
