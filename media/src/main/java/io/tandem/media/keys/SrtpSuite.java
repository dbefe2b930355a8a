package io.tandem.media.keys;

import java.util.Optional;

/** A crypto suite, by its name in SDP (RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.1). */
public enum SrtpSuite {
    AES_CM_128_HMAC_SHA1_80(16, 14, 10, false), AES_CM_128_HMAC_SHA1_32(16, 14, 4, false), AES_256_CM_HMAC_SHA1_80(32,
            14, 10, false), AES_256_CM_HMAC_SHA1_32(32, 14, 4,
                    false), AEAD_AES_128_GCM(16, 12, 16, true), AEAD_AES_256_GCM(32, 12, 16, true);

    /** RFC 3711 §4.2.1: of HMAC-SHA1. */
    public static final int AUTH_KEY_BYTES = 20;
    /** RFC 3711 §5.2, RFC 4568 §6.2: SRTCP has the long tag, also where SRTP has the short one. */
    private static final int RTCP_TAG_BYTES = 10;

    private final int keyBytes;
    private final int saltBytes;
    private final int rtpTagBytes;
    private final boolean aead;

    SrtpSuite(int keyBytes, int saltBytes, int rtpTagBytes, boolean aead) {
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
        this.aead = aead;
    }

    /** @param name as SDP has it; case counts (RFC 4568 §9.1) */
    public static Optional<SrtpSuite> named(String name) {
        for (SrtpSuite suite : values()) {
            if (suite.name().equals(name)) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** Of the master key, and of the session key that encrypts. */
    public int keyBytes() {
        return keyBytes;
    }

    public int saltBytes() {
        return saltBytes;
    }

    /** What protection adds to an RTP packet. */
    public int rtpTagBytes() {
        return rtpTagBytes;
    }

    /** Of the tag of an RTCP packet; its index adds four more. */
    public int rtcpTagBytes() {
        return aead ? rtpTagBytes : RTCP_TAG_BYTES;
    }

    public boolean isAead() {
        return aead;
    }
}
