package io.tandem.media.session;

import java.util.Optional;

/**
 * Order: open a relay.
 *
 * @param sessionId the call's id
 * @param callerAddress our local IP address towards the caller
 * @param calleeAddress our local IP address towards the called party
 * @param ports exactly these ports (a call that comes back after its process died), or empty: any free pairs
 */
public record OpenSession(String sessionId, String callerAddress, String calleeAddress, Optional<Ports> ports) {

    /** The even RTP port of each end; RTCP is the next port up. */
    public record Ports(int callerRtpPort, int calleeRtpPort) {}
}
