package io.tandem.media.session;

/**
 * What one look after the other has found of an end's media. For one thread. It counts looks and no time: a node that had no
 * processor for a while has heard nothing in that time, and knows nothing of it.
 */
final class EndWatch {
    private boolean looked;
    private long packets;
    private long reports;
    private int mute;
    private int silent;
    private int alone;
    private boolean told;

    /**
     * The first look only finds where the counting begins.
     *
     * @param packets RTP packets that have come from the end so far
     * @param reports RTCP packets, likewise
     */
    void look(long packets, long reports) {
        boolean speaks = !looked || packets != this.packets;
        boolean heard = speaks || reports != this.reports;
        mute = speaks ? 0 : mute + 1;
        silent = heard ? 0 : silent + 1;
        looked = true;
        this.packets = packets;
        this.reports = reports;
    }

    /** Looks in a row at which no RTP had come. */
    int mute() {
        return mute;
    }

    /** Of these, those in a row at which no RTCP had come either. */
    int silent() {
        return silent;
    }

    /** Whether the other end has spoken since its last look or not, once both were looked at. */
    void besides(EndWatch other) {
        if (mute == 0) {
            alone = 0;
        } else if (other.mute == 0) {
            alone++;
        }
    }

    /** Looks at which no RTP had come, but some of the other end's, since this one spoke last. */
    int alone() {
        return alone;
    }

    boolean told() {
        return told;
    }

    void told(boolean ofSilence) {
        told = ofSilence;
    }
}
