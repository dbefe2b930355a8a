package io.tandem.media.bench;

import static io.tandem.media.sdp.Codec.G722;
import static io.tandem.media.sdp.Codec.PCMA;
import static io.tandem.media.sdp.Codec.PCMU;

import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.sdp.Codec;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is done to the speech of a call: the core's side, which is plain, on the one hand, Microsoft's on the other. Of all codecs a
 * packet of 20 ms is {@value #PAYLOAD_BYTES} octets, and 160 ticks (RFC 3551 §4.5.2 of G.722).
 */
enum MediaCase {
    RELAY("relay", PCMA, PCMA, false, true, true), SRTP_TO_RTP("srtp-to-rtp", PCMA, PCMA, true, false,
            true), RTP_TO_SRTP("rtp-to-srtp", PCMA, PCMA, true, true, false), SRTP("srtp", PCMA, PCMA, true, true,
                    true), PCMU_PCMA("pcmu-pcma", PCMU, PCMA, false, true,
                            true), PCMU_G722("pcmu-g722", PCMU, G722, false, true, true);

    static final int PAYLOAD_BYTES = 160;
    static final int PACKET_TICKS = 160;
    static final int PACKETS_PER_S = 50;
    static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

    private final String text;
    private final Codec core;
    private final Codec mps;
    private final boolean secured;
    private final boolean coreSpeaks;
    private final boolean mpsSpeaks;

    MediaCase(String text, Codec core, Codec mps, boolean secured, boolean coreSpeaks, boolean mpsSpeaks) {
        this.text = text;
        this.core = core;
        this.mps = mps;
        this.secured = secured;
        this.coreSpeaks = coreSpeaks;
        this.mpsSpeaks = mpsSpeaks;
    }

    static Optional<MediaCase> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    Codec core() {
        return core;
    }

    Codec mps() {
        return mps;
    }

    boolean transcodes() {
        return core != mps;
    }

    /** Microsoft's side is SRTP. */
    boolean secured() {
        return secured;
    }

    boolean coreSpeaks() {
        return coreSpeaks;
    }

    boolean mpsSpeaks() {
        return mpsSpeaks;
    }

    @Override
    public String toString() {
        return text;
    }
}
