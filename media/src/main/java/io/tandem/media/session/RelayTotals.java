package io.tandem.media.session;

/**
 * What the relay of this node has done since it started, all sessions together.
 *
 * @param sessions open now
 * @param pairsTaken port pairs in use now, those included that are being closed
 * @param pairsTotal port pairs that there are, over all local addresses in use
 * @param packetsRelayed RTP and RTCP packets sent on
 * @param packetsRefused from strangers, or neither RTP nor RTCP
 * @param packetsDropped accepted, but nobody to send them to, or the system would not
 */
public record RelayTotals(int sessions, int pairsTaken, int pairsTotal, long packetsRelayed, long packetsRefused,
        long packetsDropped) {}
