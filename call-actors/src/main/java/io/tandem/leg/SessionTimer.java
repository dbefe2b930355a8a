package io.tandem.leg;

import java.time.Instant;

/**
 * The session timer of one leg (RFC 4028): without a refresh in time its session is over. Times are seconds since
 * 1970-01-01T00:00Z, as exact as the headers are.
 *
 * @param seconds the interval that was agreed on; 0 for no timer
 * @param ours whether we refresh, not the peer
 * @param shared whether the peer keeps it too; else it is a question of ours alone, to which any answer will do
 * @param least the highest Min-SE that the peer has named, 0 for none: nothing below is asked for (TRAP-18)
 * @param dueAt when something has to be done: the next refresh of ours, or the end
 * @param endsAt when it is over (§10)
 */
public record SessionTimer(int seconds, boolean ours, boolean shared, int least, long dueAt, long endsAt) {
    public static final SessionTimer NONE = new SessionTimer(0, false, false, 0, 0, 0);
    /** §5: nobody may ask for less. */
    public static final int LEAST_SECONDS = 90;
    /** §10: how long before its expiry the session is ended, or a third of the interval where that is less. */
    private static final int MARGIN_SECONDS = 32;
    private static final int AGAIN_SECONDS = 5;

    /** Agreed on, or refreshed. */
    public static SessionTimer agreed(int seconds, boolean ours, boolean shared, int least, Instant now) {
        long ends = now.getEpochSecond() + seconds - margin(seconds);
        return new SessionTimer(seconds, ours, shared, least, ours ? now.getEpochSecond() + seconds / 2 : ends, ends);
    }

    /** As it is read back; when it was refreshed last follows from its end. */
    public static SessionTimer ending(int seconds, boolean ours, boolean shared, int least, long endsAt) {
        return seconds == 0
                ? NONE.knowing(least)
                : new SessionTimer(seconds, ours, shared, least,
                        ours ? endsAt + margin(seconds) - (seconds + 1) / 2 : endsAt,
                        endsAt);
    }

    private static int margin(int seconds) {
        return Math.min(MARGIN_SECONDS, seconds / 3);
    }

    public boolean isOn() {
        return seconds > 0;
    }

    public boolean isDue(Instant now) {
        return isOn() && now.getEpochSecond() >= dueAt;
    }

    public boolean isOver(Instant now) {
        return isOn() && now.getEpochSecond() >= endsAt;
    }

    /** A refresh of ours is under way: what is due next is the end. */
    public SessionTimer refreshing() {
        return new SessionTimer(seconds, ours, shared, least, endsAt, endsAt);
    }

    /** A refresh of ours was refused: a peer that keeps no timer is there, which is all that was asked. */
    public SessionTimer refused(Instant now) {
        return shared ? failed(now) : agreed(seconds, ours, false, least, now);
    }

    /** A refresh of ours has come to nothing: it is tried again half way to the end. */
    public SessionTimer failed(Instant now) {
        long left = endsAt - now.getEpochSecond();
        return new SessionTimer(seconds, ours, shared, least,
                Math.min(endsAt, now.getEpochSecond() + Math.max(AGAIN_SECONDS,
                        left / 2)),
                endsAt);
    }

    /** The peer has said that it takes no less. */
    public SessionTimer knowing(int minimum) {
        return minimum <= least ? this : new SessionTimer(seconds, ours, shared, minimum, dueAt, endsAt);
    }

    /**
     * After a restart. The peer's refreshes are not journaled, so it gets a whole interval from now. Ours are not
     * either: what may have been due in the meantime is due at the time given.
     *
     * @param soon when this call may say something first: calls that come back together do not speak together
     */
    public SessionTimer resumed(Instant now, Instant soon) {
        if (!isOn() || ours && now.getEpochSecond() < dueAt) {
            return this;
        }
        long ends = Math.max(now.getEpochSecond() + seconds - margin(seconds), soon.getEpochSecond() + AGAIN_SECONDS);
        return new SessionTimer(seconds, ours, shared, least, ours ? soon.getEpochSecond() : ends, ends);
    }
}
