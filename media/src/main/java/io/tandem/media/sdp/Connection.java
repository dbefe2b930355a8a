package io.tandem.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * Where media is received: {@code c=} (RFC 8866 §5.7).
 *
 * @param addressType IP4 or IP6
 * @param address IP address or name, without the {@code /ttl} of multicast
 */
public record Connection(String netType, String addressType, String address) {

    public static Connection of(String address) {
        return new Connection("IN", typeOf(address), address);
    }

    /** The old way to say "send me nothing" (RFC 3264 §8.4). */
    public boolean isBlackHole() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    static String typeOf(String address) {
        return address.indexOf(':') >= 0 ? "IP6" : "IP4";
    }

    static Optional<Connection> parse(String value) {
        List<String> words = Words.of(value);
        if (words.size() != 3) {
            return Optional.empty();
        }
        String address = words.get(2);
        int slash = address.indexOf('/');
        if (slash == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Connection(words.get(0), words.get(1), slash < 0 ? address : address.substring(0, slash)));
    }

    Line line() {
        return new Line('c', netType + " " + addressType + " " + address);
    }
}
