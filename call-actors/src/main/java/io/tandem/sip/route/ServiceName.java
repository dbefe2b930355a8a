package io.tandem.sip.route;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which SRV records of a SIP domain to ask for, once the transport is settled (RFC 3263 §4.1). */
public final class ServiceName {

    /**
     * One NAPTR record (RFC 3403).
     *
     * @param service as {@code SIP+D2U}
     * @param replacement the name to ask next
     */
    public record Naptr(int order, int preference, String flags, String service, String replacement) {}

    private ServiceName() {}

    /**
     * What the domain's NAPTR records name for that transport. Their order among transports does not matter to a trunk,
     * whose transport is agreed.
     */
    public static Optional<String> fromNaptr(List<Naptr> records, Transport transport) {
        return records.stream()
                .filter(record -> record.flags().equalsIgnoreCase("s")
                        && record.service().toUpperCase(Locale.ROOT).equals(service(transport)))
                .min(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
                .map(Naptr::replacement);
    }

    /** Where there is no such NAPTR record. */
    public static String byDefault(String domain, Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp." + domain;
            case TCP -> "_sip._tcp." + domain;
            case TLS -> "_sips._tcp." + domain;
        };
    }

    /** Where there are no SRV records either (§4.2). */
    public static int defaultPort(Transport transport) {
        return transport == Transport.TLS ? 5061 : 5060;
    }

    private static String service(Transport transport) {
        return switch (transport) {
            case UDP -> "SIP+D2U";
            case TCP -> "SIP+D2T";
            case TLS -> "SIPS+D2T";
        };
    }
}
