package io.tandem.interworking;

import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * By whom a call was forwarded before it came to us, in the header that the other trunk reads: History-Info (RFC 7044)
 * or Diversion (RFC 5806), one made of the other by RFC 7544 (TSP-94 to TSP-96). Users stay, in the trunk's form of
 * numbers; hosts are left out, so that ours takes their place and no network shows.
 *
 * @param header the header that the parties go into
 * @param parties its values, in its order: of History-Info the oldest first, of Diversion the latest
 */
public record Forwarded(HeaderName header, List<Address> parties) {
    static final Forwarded NOTHING = new Forwarded(HeaderName.HISTORY_INFO, List.of());
    /** Longer histories lose their oldest part. */
    static final int MOST = 20;
    private static final int UNKNOWN = 404;
    private static final int UNCONDITIONAL = 302;
    /** RFC 7544 §6.1, RFC 4458 §2. */
    private static final Map<Integer, String> REASONS = Map.of(UNCONDITIONAL, "unconditional", 486, "user-busy", 600,
            "user-busy", 408, "no-answer", 480, "deflection", 487, "deflection", 503, "unavailable");
    private static final Map<String, Integer> CAUSES = Map.of("unconditional", UNCONDITIONAL, "user-busy", 486,
            "no-answer", 408, "deflection", 480, "unavailable", 503);

    public Forwarded {
        parties = List.copyOf(parties);
    }

    /**
     * @param form what the trunk that it goes to reads
     * @param called whom the INVITE calls: the last entry of a history that is made of diversions
     * @param written a party's URI in the form of that trunk, without a host
     */
    static Forwarded of(Headers received, Forwarding form, Uri called, UnaryOperator<Uri> written) {
        boolean history = received.contains(HeaderName.HISTORY_INFO);
        if (form == Forwarding.NONE || !history && !received.contains(HeaderName.DIVERSION)) {
            return NOTHING;
        }
        List<Address> read = read(received, history ? HeaderName.HISTORY_INFO : HeaderName.DIVERSION);
        return switch (form) {
            case NONE -> NOTHING;
            case PASSED -> history ? history(read, written) : diversions(read, written);
            case HISTORY_INFO -> history ? history(read, written) : historyOf(read, called, written);
            case DIVERSION -> history ? diversionsOf(read, written) : diversions(read, written);
        };
    }

    /** The entries that can be read; the latest {@link #MOST} of them. */
    static List<Address> read(Headers received, HeaderName header) {
        List<Address> entries = new ArrayList<>(4);
        for (String value : received.values(header)) {
            Address.parse(EmbeddedHeaders.escapedIn(value)).ifPresent(entries::add);
        }
        if (entries.size() <= MOST) {
            return entries;
        }
        return header.equals(HeaderName.HISTORY_INFO)
                ? entries.subList(entries.size() - MOST, entries.size())
                : entries.subList(0, MOST);
    }

    /** As it came: index, cause and embedded headers stay byte for byte. */
    private static Forwarded history(List<Address> entries, UnaryOperator<Uri> written) {
        return new Forwarded(HeaderName.HISTORY_INFO, entries.stream()
                .map(entry -> new Address(Optional.empty(), retold(entry.uri(), written), entry.parameters()))
                .toList());
    }

    private static Uri retold(Uri uri, UnaryOperator<Uri> written) {
        if (!(uri instanceof SipUri from) || !(written.apply(uri) instanceof SipUri to)) {
            return written.apply(uri);
        }
        SipUri with = from.parameters()
                .get("cause")
                .map(cause -> to.withParameter("cause", cause))
                .orElse(to);
        return new SipUri(false, with.user(), Optional.empty(), with.host(), with.port(), with.parameters(),
                from.headers());
    }

    private static Forwarded diversions(List<Address> entries, UnaryOperator<Uri> written) {
        return new Forwarded(HeaderName.DIVERSION, entries.stream()
                .map(entry -> new Address(DisplayName.of(entry), written.apply(entry.uri()), entry.parameters()))
                .toList());
    }

    /** RFC 7544 §5.2: whoever was followed by another party has diverted; the latest stands first. */
    private static Forwarded diversionsOf(List<Address> history, UnaryOperator<Uri> written) {
        List<Address> diversions = new ArrayList<>(history.size());
        for (int i = history.size() - 2; i >= 0; i--) {
            Address party = history.get(i);
            Address next = history.get(i + 1);
            int cause = causeOf(party, next);
            if (cause == UNKNOWN && sameUser(party.uri(), next.uri())) {
                continue; // routed on to the same party, by nobody's wish
            }
            Parameters parameters = Parameters.EMPTY.with("reason", REASONS.getOrDefault(cause, "unknown"))
                    .with("counter", "1");
            diversions.add(new Address(Optional.empty(), written.apply(party.uri()),
                    isHidden(party) ? parameters.with("privacy", "full") : parameters));
        }
        return new Forwarded(HeaderName.DIVERSION, diversions);
    }

    /** What the party's embedded Reason says, else the cause in the next one's URI (RFC 4458). */
    private static int causeOf(Address party, Address next) {
        Optional<Integer> reason = party.uri() instanceof SipUri sip
                ? EmbeddedHeaders.value(sip.headers(), "Reason").flatMap(Forwarded::sipCause)
                : Optional.empty();
        return reason.or(() -> next.uri() instanceof SipUri sip
                ? sip.parameters().get("cause").flatMap(Forwarded::status)
                : Optional.empty()).orElse(UNKNOWN);
    }

    private static Optional<Integer> sipCause(String reason) {
        return reason.regionMatches(true, 0, "SIP", 0, 3)
                ? Parameters.parse(reason.substring(3).strip())
                        .flatMap(all -> all.get("cause"))
                        .flatMap(
                                Forwarded::status)
                : Optional.empty();
    }

    static Optional<Integer> status(String digits) {
        return digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Integer.parseInt(digits))
                : Optional.empty();
    }

    private static boolean isHidden(Address party) {
        return party.uri() instanceof SipUri sip
                && EmbeddedHeaders.value(sip.headers(), "Privacy")
                        .filter(Set.of("history", "id")::contains)
                        .isPresent();
    }

    private static boolean sameUser(Uri one, Uri other) {
        return one instanceof SipUri a && other instanceof SipUri b && a.decodedUser().equals(b.decodedUser());
    }

    /** RFC 7544 §6.2: the oldest party first, each with why it diverted, at the end whom the call is for now. */
    private static Forwarded historyOf(List<Address> diversions, Uri called, UnaryOperator<Uri> written) {
        List<Address> history = new ArrayList<>(diversions.size() + 1);
        StringBuilder index = new StringBuilder("1");
        int before = 0;
        for (Address diversion : diversions.reversed()) {
            int cause = CAUSES.getOrDefault(diversion.parameters().get("reason").orElse(""), UNKNOWN);
            String hidden = diversion.parameters().get("privacy").filter("full"::equalsIgnoreCase).isPresent()
                    ? "&Privacy=history"
                    : "";
            history.add(entry(written.apply(diversion.uri()), before, "Reason="
                    + EmbeddedHeaders.escapedValue("SIP;cause=" + cause) + hidden, index));
            before = cause;
        }
        history.add(entry(called instanceof SipUri sip ? sip : written.apply(called), before, "", index));
        return new Forwarded(HeaderName.HISTORY_INFO, history);
    }

    private static Address entry(Uri party, int cause, String headers, StringBuilder index) {
        Parameters parameters = Parameters.EMPTY.with("index", index.toString());
        index.append(".1");
        if (!(party instanceof SipUri sip)) {
            return new Address(Optional.empty(), party, parameters);
        }
        SipUri why = cause == 0 ? sip : sip.withParameter("cause", Integer.toString(cause));
        return new Address(Optional.empty(), new SipUri(false, why.user(), Optional.empty(), why.host(), why.port(),
                why.parameters(), headers), parameters);
    }
}
