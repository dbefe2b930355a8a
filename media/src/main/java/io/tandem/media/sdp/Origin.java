package io.tandem.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * Who made the session and which version of it this is: {@code o=} (RFC 8866 §5.2).
 *
 * @param sessionId digits, as they stand: they may be more than a long holds
 * @param sessionVersion digits; goes up by one with each change (RFC 3264 §8, TSP-153)
 */
public record Origin(String username, String sessionId, String sessionVersion, String netType, String addressType,
        String address) {

    public Origin {
        Words.requireWord(username);
        Words.requireWord(sessionId);
        Words.requireWord(sessionVersion);
        Words.requireWord(netType);
        Words.requireWord(addressType);
        Words.requireWord(address);
    }

    /** An origin of our own, which names no user. */
    public static Origin of(long sessionId, long sessionVersion, String address) {
        return new Origin("-", Long.toString(sessionId), Long.toString(sessionVersion), "IN",
                Connection.typeOf(address), address);
    }

    Origin withVersion(long version) {
        return new Origin(username, sessionId, Long.toString(version), netType, addressType, address);
    }

    static Optional<Origin> parse(String value) {
        List<String> words = Words.of(value);
        if (words.size() != 6) {
            return Optional.empty();
        }
        return Optional.of(new Origin(words.get(0), words.get(1), words.get(2), words.get(3), words.get(4),
                words.get(5)));
    }

    String text() {
        return username + " " + sessionId + " " + sessionVersion + " " + netType + " " + addressType + " " + address;
    }
}
