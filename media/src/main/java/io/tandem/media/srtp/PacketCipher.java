package io.tandem.media.srtp;

/**
 * Protection of packets under one session's keys. A packet stands in the scratch's array from 0; what comes before {@code body}
 * is authenticated and stays readable.
 */
sealed interface PacketCipher permits CounterModeCipher, GcmCipher {
    /** What opening says of a packet that its key's holder did not write. */
    int FORGED = -1;

    /** Seals an SRTP packet (RFC 3711 §3.3, RFC 7714 §8); there must be room for the tag. @return its new end */
    int sealRtp(SrtpScratch scratch, int body, int end, int ssrc, long index);

    /** Opens one in place. @return its new end, or {@link #FORGED}, and then nothing has changed */
    int openRtp(SrtpScratch scratch, int body, int end, int ssrc, long index);

    /** Seals an SRTCP packet and appends its index, the bit E set (RFC 3711 §3.4, RFC 7714 §9). @return its new end */
    int sealRtcp(SrtpScratch scratch, int end, int ssrc, int index);

    /**
     * Opens one in place. @return its new end, or {@link #FORGED}
     *
     * @param end where the tag ends; for an AEAD suite behind it the word stands, for the others before it
     * @param word E and index, as it came
     */
    int openRtcp(SrtpScratch scratch, int end, int ssrc, int word);

    static PacketCipher of(SessionKeys keys) {
        return keys.suite().isAead() ? new GcmCipher(keys) : new CounterModeCipher(keys);
    }
}
