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
 * @param dscp how what is sent is marked
 * @param filled ends that are sent comfort noise where the other one says nothing (TSP-163)
 * @param ports exactly these ports (a call that comes back after its process died), or empty: any free pairs
 */
public record OpenSession(String sessionId, String callerAddress, String calleeAddress, Optional<Ports> ports,
        Set<MediaEnd> secured, Dscp dscp, Set<MediaEnd> filled) {

    public OpenSession {
        secured = Set.copyOf(secured);
        filled = Set.copyOf(filled);
    }

    /** Whose silence stays silence, marked as speech usually is. */
    public OpenSession(String sessionId, String callerAddress, String calleeAddress, Optional<Ports> ports,
            Set<MediaEnd> secured) {
        this(sessionId, callerAddress, calleeAddress, ports, secured, Dscp.EXPEDITED_FORWARDING, Set.of());
    }

    /** Plain on both sides. */
    public OpenSession(String sessionId, String callerAddress, String calleeAddress, Optional<Ports> ports) {
        this(sessionId, callerAddress, calleeAddress, ports, Set.of());
    }

    /** DiffServ code points of what is sent to each end, 0–63 (TSP-168). */
    public record Dscp(int caller, int callee) {
        public static final Dscp EXPEDITED_FORWARDING = new Dscp(46, 46);

        public Dscp {
            if (caller < 0 || caller > 63 || callee < 0 || callee > 63) {
                throw new IllegalArgumentException("no DiffServ code points: " + caller + ", " + callee);
            }
        }

        int of(MediaEnd end) {
            return end == MediaEnd.CALLER ? caller : callee;
        }
    }

    /** The even RTP port of each end; RTCP is the next port up. */
    public record Ports(int callerRtpPort, int calleeRtpPort) {}
}
