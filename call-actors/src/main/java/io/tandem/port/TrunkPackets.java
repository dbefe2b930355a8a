package io.tandem.port;

/**
 * How the packets of a trunk travel.
 *
 * @param mediaDscp DiffServ code point of the media that it is sent, 0–63 (TSP-168, F-68)
 * @param signalingDscp the same of its signalling; groups that share a listener have the same one
 */
public record TrunkPackets(int mediaDscp, int signalingDscp) {
    private static final int EXPEDITED_FORWARDING = 46;
    public static final TrunkPackets DEFAULT = new TrunkPackets(EXPEDITED_FORWARDING, 0);
}
