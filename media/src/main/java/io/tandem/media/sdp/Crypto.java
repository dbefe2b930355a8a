package io.tandem.media.sdp;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A line {@code a=crypto} of SDES (RFC 4568 §9.1), with one key: what its writer will send with. The parameters that tell the
 * packets apart are here; lifetimes are read and let be, since none ends within a call of ours (2^31 packets are over a year).
 *
 * @param tag 0 to 999,999,999; an answer names the offer's
 * @param suite name of the crypto suite
 * @param key key and salt in base64, as we write it; how many octets they are is the suite's business
 * @param mkiBytes length of the key identifier in each packet; 0 for none
 */
public record Crypto(int tag, String suite, String key, int mkiBytes) {
    static final String ATTRIBUTE = "crypto";
    private static final int MOST_TAG = 999_999_999;
    private static final int MOST_MKI_BYTES = 128;
    private static final String INLINE = "inline:";
    /** RFC 4568 §6.1: TSP-142 wants it written. */
    private static final String LIFETIME = "|2^31";
    /** Session parameters that would change how packets are made; all others are hints (RFC 4568 §6.3). */
    private static final List<String> CHANGING = List.of("UNENCRYPTED_SRTP", "UNENCRYPTED_SRTCP",
            "UNAUTHENTICATED_SRTP",
            "KDR=", "FEC_ORDER=", "FEC_KEY=");

    /**
     * Empty for a line that cannot be read, or that asks for what we do not do: several keys (a key of several is chosen by its
     * identifier), derivation of new keys on the way, packets that are not encrypted (RFC 4568 §5.1.2: such a line is not chosen).
     */
    static Optional<Crypto> of(Line line) {
        if (!line.isAttribute(ATTRIBUTE)) {
            return Optional.empty();
        }
        List<String> words = Words.of(line.attributeValue());
        if (words.size() < 3 || !words.get(2).regionMatches(true, 0, INLINE, 0, INLINE.length())) {
            return Optional.empty();
        }
        int tag = Words.number(words.get(0), MOST_TAG);
        boolean understood = words.subList(3, words.size()).stream().noneMatch(Crypto::changes);
        return tag < 0 || !understood
                ? Optional.empty()
                : keyed(tag, words.get(1), words.get(2).substring(INLINE.length()));
    }

    private static boolean changes(String parameter) {
        boolean mandatory = !parameter.startsWith("-"); // RFC 4568 §6.3.7: one that we do not know and must
        boolean known = parameter.startsWith("WSH=");
        return CHANGING.stream().anyMatch(parameter::startsWith) || mandatory && !known;
    }

    private static Optional<Crypto> keyed(int tag, String suite, String parameters) {
        if (parameters.indexOf(';') >= 0) {
            return Optional.empty();
        }
        String[] parts = parameters.split("\\|", -1);
        Optional<Integer> mki = mkiBytes(parts);
        if (mki.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] keyAndSalt = Base64.getDecoder().decode(parts[0]);
            return Optional.of(new Crypto(tag, suite, Base64.getEncoder().encodeToString(keyAndSalt), mki.get()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** {@code key|lifetime|MKI:length}, both of the latter optional. */
    private static Optional<Integer> mkiBytes(String[] parts) {
        if (parts.length > 3) {
            return Optional.empty();
        }
        String last = parts[parts.length - 1];
        int colon = last.indexOf(':');
        if (parts.length == 1 || colon < 0) {
            return parts.length < 3 ? Optional.of(0) : Optional.empty();
        }
        int length = Words.number(last.substring(colon + 1), MOST_MKI_BYTES);
        return length > 0 ? Optional.of(length) : Optional.empty();
    }

    /** Of our own making: one key, a lifetime (TSP-142), no identifier. */
    Line line() {
        return Line.attribute(ATTRIBUTE, tag + " " + suite + " " + INLINE + key + LIFETIME);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Crypto[tag=" + tag + ", suite=" + suite + ", mkiBytes=" + mkiBytes + "]";
    }
}
