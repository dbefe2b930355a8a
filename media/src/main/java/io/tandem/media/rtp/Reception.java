package io.tandem.media.rtp;

/**
 * What reception says about one incoming stream: loss, order and jitter (RFC 3550 appendices A.1, A.3, A.8). Goes on
 * over a change of SSRC or a restart of the sender; sums stay. For one thread.
 * <p>
 * Other than appendix A.1 there is no probation: the first packet counts, since a relay has latched its sender already.
 */
public final class Reception {
    private static final int SEQUENCE_NUMBERS = 1 << 16;
    private static final int MAX_DROPOUT = 3_000;
    private static final int MAX_MISORDER = 100;
    private static final int NONE = -1;

    private boolean started;
    private int ssrc;
    private int baseSequence;
    private int highestSequence;
    private long cycles;
    private int awaitedAfterJump = NONE;
    private long received;
    private long lostBefore;
    private long outOfOrder;
    private long jitterSixteenths;
    private long expectedBefore;
    private long receivedBefore;
    private boolean timed;
    private long epochNanos;
    private int lastClockRateHz;
    private int lastTimestamp;
    private int lastTransit;

    /**
     * Takes one packet in.
     *
     * @param arrivalNanos monotonic time of arrival
     * @param clockRateHz RTP clock of the stream
     */
    public void packet(int ssrc, int sequenceNumber, int timestampTicks, long arrivalNanos, int clockRateHz) {
        if (!started || ssrc != this.ssrc) {
            this.ssrc = ssrc;
            restart(sequenceNumber);
            received = 1;
        } else {
            sequence(sequenceNumber);
        }
        jitter(timestampTicks, arrivalNanos, clockRateHz);
    }

    /** Packets that should have come and did not, never below 0: duplicates and late ones make good (A.3). */
    public long lost() {
        return lostBefore + lostNow();
    }

    /** Packets that came behind a later one. */
    public long outOfOrder() {
        return outOfOrder;
    }

    /** Interarrival jitter, sixteenths of a tick (A.8). */
    public long jitterSixteenths() {
        return jitterSixteenths;
    }

    public boolean started() {
        return started;
    }

    /**
     * What a report says of the stream now (RFC 3550 §6.4.1, appendix A.3); the fraction is since this was last called. Who has
     * heard a sender report puts its time in.
     */
    public void report(ReportBlock block) {
        long expected = cycles + highestSequence - baseSequence + 1;
        long expectedSince = expected - expectedBefore;
        long lostSince = expectedSince - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        block.ssrc = ssrc;
        block.fractionLost = expectedSince <= 0 || lostSince <= 0
                ? 0
                : (int) Math.min(255, (lostSince << 8) / expectedSince);
        block.cumulativeLost = (int) (expected - received);
        block.extendedHighestSequenceNumber = (int) (cycles + highestSequence);
        block.jitterTicks = (int) (jitterSixteenths >> 4);
        block.lastSenderReport = 0;
        block.delaySinceLastSenderReport = 0;
    }

    public static double jitterMillis(long jitterSixteenths, int clockRateHz) {
        return jitterSixteenths / 16.0 * 1_000 / clockRateHz;
    }

    private long lostNow() {
        return started ? Math.max(0, cycles + highestSequence - baseSequence + 1 - received) : 0;
    }

    private void restart(int sequenceNumber) {
        lostBefore += lostNow();
        started = true;
        baseSequence = sequenceNumber;
        highestSequence = sequenceNumber;
        cycles = 0;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        awaitedAfterJump = NONE;
        timed = false;
    }

    /** Appendix A.1, update_seq. */
    private void sequence(int sequenceNumber) {
        int ahead = sequenceNumber - highestSequence & 0xffff;
        if (ahead < MAX_DROPOUT) {
            if (sequenceNumber < highestSequence) {
                cycles += SEQUENCE_NUMBERS;
            }
            highestSequence = sequenceNumber;
            awaitedAfterJump = NONE;
        } else if (ahead > SEQUENCE_NUMBERS - MAX_MISORDER) {
            outOfOrder++;
        } else if (sequenceNumber == awaitedAfterJump) {
            restart(sequenceNumber); // two in a row after a large jump: the sender started again
        } else {
            awaitedAfterJump = sequenceNumber + 1 & 0xffff;
            return;
        }
        received++;
    }

    /**
     * Appendix A.8. A packet with the timestamp of the one before says nothing about the network: telephone events and
     * split frames hold theirs (RFC 4733 §2.5.1.2).
     */
    private void jitter(int timestampTicks, long arrivalNanos, int clockRateHz) {
        if (!timed || clockRateHz != lastClockRateHz) {
            timed = false;
            epochNanos = arrivalNanos;
            lastClockRateHz = clockRateHz;
        }
        int arrivalTicks = (int) ((arrivalNanos - epochNanos) / 1_000 * clockRateHz / 1_000_000);
        int transit = arrivalTicks - timestampTicks;
        if (timed && timestampTicks == lastTimestamp) {
            return;
        }
        if (timed) {
            long difference = Math.abs((long) (transit - lastTransit));
            jitterSixteenths += difference - (jitterSixteenths + 8 >> 4);
        }
        timed = true;
        lastTimestamp = timestampTicks;
        lastTransit = transit;
    }
}
