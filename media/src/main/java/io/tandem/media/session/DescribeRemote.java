package io.tandem.media.session;

import io.tandem.media.sdp.Translation;
import java.util.List;
import java.util.Optional;

/**
 * Order: this is where an end's peer says that it receives media. The relay sends there until a first packet from the
 * peer tells better (latching), then to where that came from.
 *
 * @param sessionId the call's id
 * @param end whose peer
 * @param address IP address of the SDP's connection line
 * @param rtpPort port of the SDP's media line; 0 for a stream that was refused
 * @param rtcpPort RTCP port: rtpPort + 1 unless {@code a=rtcp} says otherwise (RFC 3605); rtpPort where both come and go on one (RFC 5761)
 * @param clockRateHz RTP clock of the first codec, for jitter in milliseconds (RFC 3550 §6.4.1)
 * @param secured whether its packets are protected
 * @param protection how, of a secured end; empty as long as its keys are not known, and nothing is sent or taken until then
 * @param translations what the peer speaks where the other end's speaks something else
 */
public record DescribeRemote(String sessionId, MediaEnd end, String address, int rtpPort, int rtcpPort,
        int clockRateHz, boolean secured, Optional<Protection> protection, List<Translation> translations) {

    public DescribeRemote {
        translations = List.copyOf(translations);
        if (translations.size() > Translation.MOST) {
            throw new IllegalArgumentException("more than " + Translation.MOST + " translations");
        }
    }

    /** Of an end whose packets are plain. */
    public DescribeRemote(String sessionId, MediaEnd end, String address, int rtpPort, int rtcpPort, int clockRateHz) {
        this(sessionId, end, address, rtpPort, rtcpPort, clockRateHz, false, Optional.empty(), List.of());
    }

    /** The same of a call that comes back. @param most how often its peer's sequence numbers may have turned by now */
    public DescribeRemote turned(int most) {
        return protection.map(keys -> protectedBy(Optional.of(
                new Protection(keys.ours(), keys.peers(), keys.mkiBytes(), most)))).orElse(this);
    }

    /** Of a secured end. */
    public DescribeRemote protectedBy(Optional<Protection> keys) {
        return new DescribeRemote(sessionId, end, address, rtpPort, rtcpPort, clockRateHz, true, keys, translations);
    }

    /** The same of an end that speaks something else than the other one. */
    public DescribeRemote translating(List<Translation> wanted) {
        return new DescribeRemote(sessionId, end, address, rtpPort, rtcpPort, clockRateHz, secured, protection, wanted);
    }
}
