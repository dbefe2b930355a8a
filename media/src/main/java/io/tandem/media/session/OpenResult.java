package io.tandem.media.session;

/** What came of an {@link OpenSession}. */
public sealed interface OpenResult {

    /**
     * The relay runs.
     *
     * @param caller where the caller shall send its media
     * @param callee where the called party shall send its media
     */
    record Opened(LocalMedia caller, LocalMedia callee) implements OpenResult {}

    /** No relay: why, in a word for counters and in words for people. */
    record Refused(Reason reason, String detail) implements OpenResult {}

    enum Reason {
        PORTS_EXHAUSTED, SESSION_LIMIT, PORT_TAKEN, ALREADY_OPEN, SOCKET_FAILED
    }

    /** Our own address for one end: RTP on the even port, RTCP on the next. */
    record LocalMedia(String address, int rtpPort) {
        public int rtcpPort() {
            return rtpPort + 1;
        }
    }
}
