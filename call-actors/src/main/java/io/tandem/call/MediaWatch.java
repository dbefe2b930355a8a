package io.tandem.call;

import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.SessionStats;
import io.tandem.media.session.SessionStats.EndStats;

/**
 * What a call has seen of its media, look by look (TSP-165). It counts looks and no time: a node that had no processor for a while, or
 * whose clock was set, has heard nothing in that time and knows nothing of it. Not journaled: a call that comes back begins anew.
 */
record MediaWatch(Side caller, Side callee) {
    static final MediaWatch NOTHING = new MediaWatch(Side.NOTHING, Side.NOTHING);

    /**
     * @param packets RTP packets that have come from it by the last look
     * @param reports RTCP packets, likewise
     * @param mute looks in a row at which no RTP had come
     * @param silent of these, those in a row at which no RTCP had come either
     * @param told whether it has been told of that it is mute
     */
    record Side(long packets, long reports, int mute, int silent, boolean told) {
        static final Side NOTHING = new Side(0, 0, 0, 0, false);

        /** From here on anew. */
        private static Side of(EndStats now) {
            return new Side(now.packetsReceived(), now.rtcpReceived(), 0, 0, false);
        }

        private Side after(EndStats now) {
            boolean speaks = now.packetsReceived() != packets;
            boolean reported = now.rtcpReceived() != reports;
            return new Side(now.packetsReceived(), now.rtcpReceived(), speaks ? 0 : mute + 1,
                    speaks || reported ? 0 : silent + 1, told && !speaks);
        }

        private Side toldOf() {
            return new Side(packets, reports, mute, silent, true);
        }
    }

    /** From here on anew: nobody has to send anything just now. */
    static MediaWatch resting(SessionStats now) {
        return new MediaWatch(Side.of(now.caller()), Side.of(now.callee()));
    }

    MediaWatch after(SessionStats now) {
        return new MediaWatch(caller.after(now.caller()), callee.after(now.callee()));
    }

    MediaWatch told(MediaEnd end) {
        return end == MediaEnd.CALLER
                ? new MediaWatch(caller.toldOf(), callee)
                : new MediaWatch(caller, callee.toldOf());
    }

    Side side(MediaEnd end) {
        return end == MediaEnd.CALLER ? caller : callee;
    }

    /** For how many looks nothing at all has come from anybody. */
    int silent() {
        return Math.min(caller.silent(), callee.silent());
    }
}
