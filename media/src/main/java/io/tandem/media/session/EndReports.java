package io.tandem.media.session;

import io.tandem.media.rtp.Reception;
import io.tandem.media.rtp.ReportBlock;
import io.tandem.media.rtp.RtcpReader;
import io.tandem.media.rtp.RtcpWriter;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * RTCP with one end, where it is ours and not the other side's passed on (TSP-164): what we send it and how we hear it, every five
 * seconds, and what it says of that. For its loop.
 */
final class EndReports {
    /** RFC 3550 §6.2, §6.3.1: five seconds, spread from half to one and a half so that nobody reports in step. */
    private static final long LEAST_NANOS = 2_500_000_000L;
    private static final long SPREAD_NANOS = 5_000_000_000L;

    private final byte[] name;
    private final RandomGenerator random;
    private final OutwardStream stream;
    private final Reception reception;
    private final RtcpReader reader = new RtcpReader();
    private final ReportBlock block = new ReportBlock();
    private boolean begun;
    private long nextNanos;
    private long packetsReported;
    private int lastSenderReport;
    private long lastSenderReportNanos;
    private double roundTripMillis = -1;
    private int lostAtPeer;

    /**
     * @param name canonical name, of no meaning
     * @param stream what we send
     * @param reception of what the end sends
     */
    EndReports(byte[] name, RandomGenerator random, OutwardStream stream, Reception reception) {
        this.name = name;
        this.random = random;
        this.stream = stream;
        this.reception = reception;
    }

    /** Whether it is time for a report; the first one comes within an interval of the first look. */
    boolean due(long nowNanos) {
        if (!begun) {
            begun = true;
            nextNanos = nowNanos + random.nextLong(SPREAD_NANOS);
            return false;
        }
        return nowNanos - nextNanos >= 0;
    }

    /**
     * Writes the report into an empty buffer and flips it.
     *
     * @param unixMillis time of day
     * @param packets sent to the end so far @param octets of their payload
     */
    void write(ByteBuffer out, long nowNanos, long unixMillis, int clockRateHz, long packets, long octets) {
        nextNanos = nowNanos + LEAST_NANOS + random.nextLong(SPREAD_NANOS);
        ReportBlock heard = heard(nowNanos);
        out.clear();
        if (packets > packetsReported) { // RFC 3550 §6.4: who has sent since the report before is a sender
            RtcpWriter.senderReport(out, stream.ssrc(), RtcpWriter.ntp(unixMillis),
                    stream.timestampTicks(nowNanos, clockRateHz),
                    packets, octets, heard, name);
        } else {
            RtcpWriter.receiverReport(out, stream.ssrc(), heard, name);
        }
        packetsReported = packets;
        out.flip();
    }

    private ReportBlock heard(long nowNanos) {
        if (!reception.started()) {
            return null;
        }
        reception.report(block);
        if (lastSenderReport != 0) {
            block.lastSenderReport = lastSenderReport;
            block.delaySinceLastSenderReport = (int) ((nowNanos - lastSenderReportNanos) / 1_000 * 65_536 / 1_000_000);
        }
        return block;
    }

    /** A packet of the end's, opened. */
    void read(ByteBuffer packet, long nowNanos, long unixMillis) {
        reader.read(packet, stream.ssrc());
        if (reader.isSender()) {
            lastSenderReport = reader.lastSenderReport();
            lastSenderReportNanos = nowNanos;
        }
        if (reader.isReport()) {
            lostAtPeer = Math.max(0, reader.block().cumulativeLost);
            double trip = RtcpReader.roundTripMillis(reader.block(), RtcpWriter.ntp(unixMillis));
            roundTripMillis = trip >= 0 ? trip : roundTripMillis;
        }
    }

    /** -1 before the peer has answered a report. */
    double roundTripMillis() {
        return roundTripMillis;
    }

    /** Packets of ours that the peer says it has missed. */
    int lostAtPeer() {
        return lostAtPeer;
    }
}
