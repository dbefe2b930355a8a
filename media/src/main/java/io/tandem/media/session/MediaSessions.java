package io.tandem.media.session;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The media sessions of this node: what a call orders from the media plane. Thread-safe; no method waits for the
 * network. One session relays between the two ends of one call.
 */
public interface MediaSessions {

    /** Takes two even/odd port pairs, one for each end, and starts to relay. A second open of the same id is refused. */
    OpenResult open(OpenSession order);

    /** Tells where an end's peer says that it wants its media. Unknown sessions are ignored: they were closed before. */
    void describeRemote(DescribeRemote order);

    /** Has only protected packets pass at an end, from now on. */
    void protect(ProtectEnd order);

    /**
     * Tells of media that does not come to that session, from now on; what was counted before is forgotten.
     *
     * @param told called on a thread of the media plane's, must not block
     */
    void watch(String sessionId, Consumer<Silence> told);

    /** Nobody has to send anything there just now: silence is not told of until it is watched again. */
    void rest(String sessionId);

    /** Ends the session, releases its ports, and gives its last figures; empty when there was no such session. */
    Optional<SessionStats> close(String sessionId);

    /** The figures as they stand; empty when there is no such session. */
    Optional<SessionStats> stats(String sessionId);

    /** How many sessions are open. */
    int active();
}
