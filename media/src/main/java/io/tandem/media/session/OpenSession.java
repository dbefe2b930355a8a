package io.tandem.media.session;

import java.util.Optional;
import java.util.Set;

/**
 * Order: open a relay.
 *
 * @param sessionId the call's id
 * @param callerAddress our local IP address towards the caller
 * @param calleeAddress our local IP address towards the called party
 * @param secured ends whose packets are protected, as after {@link ProtectEnd}
 * @param ports exactly these ports (a call that comes back after its process died), or empty: any free pairs
 */
public record OpenSession(String sessionId, String callerAddress, String calleeAddress, Optional<Ports> ports,
        Set<MediaEnd> secured) {

    public OpenSession {
        secured = Set.copyOf(secured);
    }

    /** Plain on both sides. */
    public OpenSession(String sessionId, String callerAddress, String calleeAddress, Optional<Ports> ports) {
        this(sessionId, callerAddress, calleeAddress, ports, Set.of());
    }

    /** The even RTP port of each end; RTCP is the next port up. */
    public record Ports(int callerRtpPort, int calleeRtpPort) {}
}
