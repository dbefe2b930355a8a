package io.tandem.media.session;

/**
 * Order: this is where an end's peer says that it receives media. The relay sends there until a first packet from the
 * peer tells better (latching), then to where that came from.
 *
 * @param sessionId the call's id
 * @param end whose peer
 * @param address IP address of the SDP's connection line
 * @param rtpPort port of the SDP's media line; 0 for a stream that was refused
 * @param rtcpPort RTCP port: rtpPort + 1 unless {@code a=rtcp} says otherwise (RFC 3605)
 * @param clockRateHz RTP clock of the first codec, for jitter in milliseconds (RFC 3550 §6.4.1)
 */
public record DescribeRemote(String sessionId, MediaEnd end, String address, int rtpPort, int rtcpPort,
        int clockRateHz) {}
