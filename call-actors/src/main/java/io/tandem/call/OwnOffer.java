package io.tandem.call;

import io.tandem.media.sdp.SessionDescription;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An offer that the gateway makes to one side of its own accord, by a re-INVITE (RFC 3261 §14.1): as soon as no other
 * exchange is under way in the call.
 *
 * @param leg number of the leg that it goes to
 * @param description what the other side described; empty: what that leg was last told, once more
 * @param attempt how often it has been sent already
 * @param round how many offers of ours it follows from: two sides that agree on nothing must not be asked for ever
 * @param resting whether it waits for its timer, after a clash or a "not now"
 */
public record OwnOffer(int leg, Purpose purpose, Optional<SessionDescription> description, int attempt, int round,
        boolean resting) {
    /** A peer that answers 491 that often does not want to be asked. */
    static final int MOST_ATTEMPTS = 6;
    static final int MOST_ROUNDS = 3;
    private static final int STEP_MILLIS = 10;
    private static final int OWNER_LEAST_MILLIS = 2_100;
    private static final int OWNER_MOST_MILLIS = 4_000;
    private static final int OTHER_MOST_MILLIS = 2_000;

    /** What an offer of ours is for; what follows from its answer depends on it ({@link OwnOfferRules}). */
    public enum Purpose {
        /** The side may be in another session than the call: somebody's exchange with it was forgotten. */
        RESTORE,
        /** The other side has answered less than this one was told, or other media. */
        AGREE,
        /** Its session timer has run half its way (RFC 4028 §7.4). */
        REFRESH,
        /** The other side is somebody else now. */
        NEW_PARTY;

        /** The one of that name; they are journaled, and so are for ever. */
        public static Optional<Purpose> named(String name) {
            return Stream.of(values()).filter(purpose -> purpose.name().equals(name)).findFirst();
        }
    }

    /** The side of that leg is told once more what it was last told. */
    static OwnOffer again(int leg, Purpose purpose) {
        return new OwnOffer(leg, purpose, Optional.empty(), 0, 0, false);
    }

    /** The side of that leg is told what the other side has described. */
    static OwnOffer describing(int leg, Purpose purpose, SessionDescription other) {
        return new OwnOffer(leg, purpose, Optional.of(other), 0, 0, false);
    }

    OwnOffer sent() {
        return new OwnOffer(leg, purpose, description, attempt + 1, round, false);
    }

    /** As a node makes it that takes the call up: how often the dead one has tried is over with it. */
    OwnOffer anew() {
        return attempt == 0 && !resting ? this : new OwnOffer(leg, purpose, description, 0, round, false);
    }

    OwnOffer rested() {
        return new OwnOffer(leg, purpose, description, attempt, round, false);
    }

    OwnOffer resting(int attempts) {
        return new OwnOffer(leg, purpose, description, attempts, round, true);
    }

    /** What the answer to this offer makes the other side's offer. */
    OwnOffer followedBy(int other, SessionDescription answer) {
        return new OwnOffer(other, Purpose.AGREE, Optional.of(answer), 0, round + 1, false);
    }

    /**
     * How long to wait after a 491, in steps of 10 ms: who made the Call-ID waits longer (RFC 3261 §14.1).
     *
     * @param owner whether the Call-ID of the leg's dialog is ours
     * @param chance any number
     */
    static Duration glareDelay(boolean owner, int chance) {
        int least = owner ? OWNER_LEAST_MILLIS : 0;
        int steps = ((owner ? OWNER_MOST_MILLIS : OTHER_MOST_MILLIS) - least) / STEP_MILLIS;
        return Duration.ofMillis(least + (long) STEP_MILLIS * Math.floorMod(chance, steps + 1));
    }
}
