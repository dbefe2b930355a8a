package io.tandem.port;

import io.tandem.media.sdp.Codec;
import java.time.Duration;
import java.util.List;

/**
 * How the sessions of a trunk's calls are made and kept.
 *
 * @param offered what an offer of ours names where the other side of the call has made none, most wanted first (TSP-112)
 * @param timer whether its calls are refreshed (RFC 4028, TSP-115)
 * @param expires without a refresh for so long a call is over: what we ask for
 * @param least what we agree to at least (Min-SE)
 */
public record TrunkSessions(List<Codec> offered, Timer timer, Duration expires, Duration least) {
    /** Any peer can do these without transcoding; the times are those of RFC 4028 §4. */
    public static final TrunkSessions DEFAULT = new TrunkSessions(
            List.of(Codec.PCMA, Codec.PCMU, Codec.TELEPHONE_EVENT), Timer.OFFER, Duration.ofSeconds(1800),
            Duration.ofSeconds(90));

    public TrunkSessions {
        offered = List.copyOf(offered);
    }

    /** What we do about session timers of our own accord. */
    public enum Timer {
        /** We ask for one, and where the peer knows none we refresh the session ourselves. */
        OFFER,
        /** We take one that the peer asks for. */
        ACCEPT,
        /** As if we knew none. */
        OFF
    }
}
