package io.tandem.media.sdp;

import java.util.Optional;

/**
 * What a description of ours says of us.
 *
 * @param sessionId ours, the same for the life of the dialog
 * @param sessionVersion one more with each changed description (RFC 3264 §8, TSP-153)
 * @param address our IP address towards the reader
 * @param rtpPort our even port; RTCP is the next one up
 * @param rtcpMux whether we offer to take RTCP on the port of RTP (RFC 5761); an answer of ours takes it where it is offered
 * @param crypto what we protect our packets with; empty for plain ones
 */
public record OwnMedia(long sessionId, long sessionVersion, String address, int rtpPort, boolean rtcpMux,
        Optional<Crypto> crypto) {

    /** Plain. */
    public OwnMedia(long sessionId, long sessionVersion, String address, int rtpPort) {
        this(sessionId, sessionVersion, address, rtpPort, Optional.empty());
    }

    /** With a port for RTCP of its own. */
    public OwnMedia(long sessionId, long sessionVersion, String address, int rtpPort, Optional<Crypto> crypto) {
        this(sessionId, sessionVersion, address, rtpPort, false, crypto);
    }

    public OwnMedia {
        if (sessionId < 0 || sessionVersion < 0 || rtpPort < 1 || rtpPort > 65_534) {
            throw new IllegalArgumentException("no such media: port " + rtpPort);
        }
        Words.requireWord(address);
    }

    /** The protocol of a section of ours. */
    String protocol() {
        return crypto.isPresent() ? MediaDescription.SECURED : MediaDescription.PLAIN;
    }

    public int rtcpPort() {
        return rtpPort + 1;
    }
}
