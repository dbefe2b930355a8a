package io.tandem.media.sdp;

/** What came of reading a description. */
public sealed interface SdpResult {

    record Parsed(SessionDescription description) implements SdpResult {}

    /**
     * It is none.
     *
     * @param line number of the line at fault, from 1; 0 when it is about the whole
     * @param reason in words, without what the peer wrote
     */
    record Malformed(int line, String reason) implements SdpResult {}
}
