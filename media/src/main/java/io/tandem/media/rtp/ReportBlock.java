package io.tandem.media.rtp;

/** What a receiver says of one stream (RFC 3550 §6.4.1): filled in anew for each report, so that none makes garbage. */
public final class ReportBlock {
    /** The stream's. */
    public int ssrc;
    /** 256ths of the packets that were expected since the report before. */
    public int fractionLost;
    /** Expected less received since the beginning; below 0 when packets came twice. */
    public int cumulativeLost;
    /** Highest sequence number, and how often they turned before it in the upper half. */
    public int extendedHighestSequenceNumber;
    /** Interarrival jitter in ticks of the stream's clock. */
    public int jitterTicks;
    /** The middle 32 bits of the NTP time of the last sender report; 0 for none. */
    public int lastSenderReport;
    /** From then to this report, in 65,536ths of a second. */
    public int delaySinceLastSenderReport;
}
