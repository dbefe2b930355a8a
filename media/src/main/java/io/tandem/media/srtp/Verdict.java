package io.tandem.media.srtp;

/** What became of a packet; all but {@link #GENUINE} are dropped and counted. */
public enum Verdict {
    GENUINE,
    /** Not written by who has the key, or changed on its way; also a peer's packets after it took a key that we do not have. */
    FORGED,
    /** It was there already, or it is too old to tell (RFC 3711 §3.3.2). */
    REPLAYED,
    /** Too short for a header and a tag, longer than we take, or no RTP or RTCP at all. */
    MALFORMED
}
