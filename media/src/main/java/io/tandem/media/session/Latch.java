package io.tandem.media.session;

import java.net.InetSocketAddress;

/**
 * Where one end's peer really is: where its packets come from, however it described itself (TRAP-60).
 * <p>
 * The first source locks. A better one takes over, an equal one never: better than a stranger is the described IP
 * address, and better than that the described address and port. A new description starts afresh, and the source that
 * the old one had locked must then be the described one to lock again.
 */
final class Latch {
    private static final int STRANGER = 1;
    private static final int DESCRIBED_HOST = 2;
    private static final int DESCRIBED = 3;

    private RemoteAddresses described = RemoteAddresses.UNKNOWN;
    private InetSocketAddress former;
    private InetSocketAddress rtp;
    private InetSocketAddress rtcp;
    private int rank;

    /** Takes a description in; nothing happens when it names the same places as the last. */
    void describe(RemoteAddresses description) {
        boolean moved = described.rtp() != null && description.rtp() != null
                && !described.rtp().equals(description.rtp());
        if (description.rtp() == null && described.rtp() != null) { // hold: where it was is where it will come back
            described = new RemoteAddresses(described.rtp(), described.rtcp(), description.silent());
            return;
        }
        described = description;
        if (moved) {
            former = rtp;
            rtp = null;
            rtcp = null;
            rank = 0;
        } else if (rtp != null) {
            rank = rankOf(rtp);
        }
    }

    /** Whether an RTP packet from there is the peer's; locks on it when it is the first or a better one. */
    boolean admitsRtp(InetSocketAddress source) {
        if (source == rtp || source.equals(rtp)) {
            return true;
        }
        int offered = rankOf(source);
        if (offered <= rank || offered == STRANGER && source.equals(former)) {
            return false;
        }
        if (rtp == null || !rtp.getAddress().equals(source.getAddress())) {
            rtcp = null;
        }
        rtp = source;
        rank = offered;
        return true;
    }

    /** Whether an RTCP packet from there is the peer's: same host as its RTP, any one port. */
    boolean admitsRtcp(InetSocketAddress source) {
        if (source == rtcp || source.equals(rtcp)) {
            return true;
        }
        InetSocketAddress host = rtp != null ? rtp : described.rtp();
        if (host == null || rtcp != null || !host.getAddress().equals(source.getAddress())) {
            return false;
        }
        rtcp = source;
        return true;
    }

    boolean latched() {
        return rtp != null;
    }

    /** Where to send RTP; null when nowhere. */
    InetSocketAddress rtpTarget() {
        return described.silent() ? null : rtp != null ? rtp : described.rtp();
    }

    /** Where to send RTCP to who takes it on the port of RTP; null when nowhere. */
    InetSocketAddress sharedTarget() {
        return rtp != null ? rtp : described.rtp();
    }

    /** Where to send RTCP; null when nowhere. Goes on in hold (RFC 3264 §8.4 speaks of the media's address alone). */
    InetSocketAddress rtcpTarget() {
        return rtcp != null ? rtcp : described.rtcp();
    }

    private int rankOf(InetSocketAddress source) {
        InetSocketAddress told = described.rtp();
        if (told == null || !told.getAddress().equals(source.getAddress())) {
            return STRANGER;
        }
        return told.getPort() == source.getPort() ? DESCRIBED : DESCRIBED_HOST;
    }
}
