package io.tandem.interworking.rules;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What no rule may touch, since transactions, dialogs and routing live by it (RFC 3261 §8, §12, §17): said here once,
 * for those who read a configuration and for the rules themselves.
 */
public final class Protection {
    private static final Set<HeaderName> NEVER = Set.of(HeaderName.VIA, HeaderName.CSEQ, HeaderName.CALL_ID,
            HeaderName.CONTENT_LENGTH, HeaderName.CONTENT_TYPE, HeaderName.ROUTE, HeaderName.RECORD_ROUTE,
            HeaderName.MAX_FORWARDS, HeaderName.RSEQ, HeaderName.RACK);
    private static final Set<HeaderName> PARTIES = Set.of(HeaderName.FROM, HeaderName.TO);

    private Protection() {}

    /** For add, remove, rename and copy, which take or make whole rows: what would be right; empty when it may be done. */
    public static Optional<String> ofHeader(HeaderName header) {
        if (isParty(header)) {
            return Optional.of("a header other than " + header + ", which is there once: it can be set only");
        }
        if (header.equals(HeaderName.CONTACT)) {
            return Optional.of("a header other than Contact, which leads to this call: only its parameters can be set"
                    + " or removed");
        }
        return ofRow(header);
    }

    /** For set: the same. */
    public static Optional<String> ofSet(HeaderName header) {
        return isParty(header) ? Optional.empty() : ofHeader(header);
    }

    /** For a parameter of a header: the same. */
    public static Optional<String> ofParameter(HeaderName header, String parameter) {
        return isParty(header) && parameter.toLowerCase(Locale.ROOT).equals("tag")
                ? Optional.of("a parameter other than tag, which names the dialog")
                : ofRow(header);
    }

    static Optional<String> ofRow(HeaderName header) {
        return NEVER.contains(header)
                ? Optional.of("a header that rules may touch: " + header
                        + " belongs to the transaction, the dialog or the body")
                : Optional.empty();
    }

    /** From and To. */
    public static boolean isParty(HeaderName header) {
        return PARTIES.contains(header);
    }

    /** The row after a change with what must stay in it: the tag of a party, the URI of a Contact. */
    static String keptIn(HeaderName header, String before, String after) {
        if (isParty(header)) {
            Optional<String> tag = Address.parse(before).flatMap(Address::tag);
            Optional<Address> party = Address.parse(after)
                    .filter(read -> !read.uri().scheme().isEmpty())
                    .map(Address::withoutTag);
            return party.map(read -> tag.map(read::withTag).orElse(read).text()).orElse(before);
        }
        if (header.equals(HeaderName.CONTACT)) {
            boolean same = RowParameters.of(before).value().equals(RowParameters.of(after).value());
            return same ? after : before;
        }
        return after;
    }
}
