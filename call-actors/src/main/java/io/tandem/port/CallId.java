package io.tandem.port;

import java.util.Optional;

/**
 * Names a call everywhere: shard key, journal, tags on the wire, media session, queries.
 * <p>
 * The base-36 digit of the service address that the call is on, then 19 random ones (98 bits), of which the first is the
 * number of its shard on that address. It rides in our tags as {@code <call id>-<leg>}, so any node finds the shard of an
 * in-dialog request without a look-up (design §2).
 */
public record CallId(String value) {
    public static final int LENGTH = 20;
    /**
     * How many shards the calls of one service address are spread over. More would make a takeover later: the cluster agrees
     * on the home of one after the other.
     */
    public static final int SHARDS = 4;

    /** The call whose leg carries this tag of ours; empty for a tag that is not ours. */
    public static Optional<CallId> fromTag(String tag) {
        int dash = tag.indexOf('-');
        if (dash != LENGTH) {
            return Optional.empty();
        }
        return parse(tag.substring(0, dash));
    }

    /** The id of that text, or empty when it has not the shape of one. */
    public static Optional<CallId> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'z')) {
                return Optional.empty();
            }
        }
        return Optional.of(new CallId(text));
    }

    /** Our tag for the leg of that number. */
    public String tag(int leg) {
        return value + "-" + leg;
    }

    /** The number of the leg that carries this tag of ours; -1 for a tag that is not ours. */
    public static int legOfTag(String tag) {
        if (fromTag(tag).isEmpty() || tag.length() < LENGTH + 2 || tag.length() > LENGTH + 4) {
            return -1;
        }
        int leg = 0;
        for (int i = LENGTH + 1; i < tag.length(); i++) {
            int digit = tag.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            leg = leg * 10 + digit;
        }
        return leg;
    }

    /** The service address that the call is on (design §4). */
    public char serviceAddress() {
        return value.charAt(0);
    }

    /**
     * The shard that a call's id names: its service address, then one of {@link #SHARDS} digits, to which the second
     * character of the id is folded.
     */
    public static String shardOf(String callId) {
        char second = callId.charAt(1);
        int shard = (second <= '9' ? second - '0' : second - 'a' + 10) % SHARDS;
        return new String(new char[]{callId.charAt(0), (char) ('0' + shard)});
    }

    @Override
    public String toString() {
        return value;
    }
}
