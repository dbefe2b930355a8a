package io.tandem.port;

/**
 * How the packets of a trunk travel.
 *
 * @param mediaDscp DiffServ code point of the media that it is sent, 0–63 (TSP-168, F-68)
 * @param signalingDscp the same of its signalling; groups that share a listener have the same one
 * @param rtcpMux whether offers of ours take RTCP on the port of RTP (RFC 5761, TSP-143); answers do wherever it is offered
 * @param comfortNoise whether it is sent noise where the other side of a call says nothing (TSP-163, F-65)
 */
public record TrunkPackets(int mediaDscp, int signalingDscp, boolean rtcpMux, boolean comfortNoise) {
    private static final int EXPEDITED_FORWARDING = 46;
    public static final TrunkPackets DEFAULT = new TrunkPackets(EXPEDITED_FORWARDING, 0, false, false);
}
