package io.tandem.sip.route;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a request goes next (RFC 3261 §8.1.2, RFC 3263 §4). Names need one who looks them up. */
public sealed interface NextHop {

    /**
     * An address that needs no look-up.
     *
     * @param transport what the URI asks for; TLS for sips when it asks for nothing
     */
    record Destination(InetSocketAddress address, Transport transport) implements NextHop {}

    /** A host that has to be looked up, and what carries it there. */
    record Named(FarName name, Transport transport) implements NextHop {}

    /**
     * Not to be reached at all.
     *
     * @param uri the first route or the Request-URI
     */
    record Unresolvable(Uri uri, String reason) implements NextHop {}

    /** The next hop of a request with that Request-URI and those Route rows: the first route, else the URI itself. */
    static NextHop nextHop(Uri requestUri, List<Address> routeSet) {
        return nextHop(requestUri, routeSet, Transport.UDP); // RFC 3263 §4.1, for sip and an address
    }

    /** @param unsaid what carries it where a sip URI does not say so */
    static NextHop nextHop(Uri requestUri, List<Address> routeSet, Transport unsaid) {
        Uri uri = routeSet.isEmpty() ? requestUri : routeSet.getFirst().uri();
        if (!(uri instanceof SipUri sip)) {
            return new Unresolvable(uri, "no host in a " + uri.scheme() + " URI");
        }
        Optional<Transport> transport = transportOf(sip, unsaid);
        if (transport.isEmpty()) {
            return new Unresolvable(uri, "unknown transport " + sip.transportParameter().orElse(""));
        }
        // RFC 3263 §4: an maddr stands in for the host.
        String host = sip.parameters().get("maddr").orElse(sip.host());
        Optional<InetAddress> address = LiteralAddress.parse(host);
        if (address.isEmpty() && LiteralAddress.looksLiteral(host)) {
            return new Unresolvable(uri, "no address");
        }
        if (address.isEmpty()) {
            return new Named(new FarName(host, sip.port() > 0 ? sip.port() : -1), transport.get());
        }
        int port = sip.port() > 0 ? sip.port() : ServiceName.defaultPort(transport.get());
        return new Destination(new InetSocketAddress(address.get(), port), transport.get());
    }

    private static Optional<Transport> transportOf(SipUri uri, Transport unsaid) {
        String otherwise = uri.secure() ? "tls" : unsaid.name();
        String wish = uri.transportParameter().orElse(otherwise).toLowerCase(Locale.ROOT);
        return switch (wish) {
            case "udp" -> uri.secure() ? Optional.empty() : Optional.of(Transport.UDP);
            case "tcp" -> Optional.of(uri.secure() ? Transport.TLS : Transport.TCP);
            case "tls" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
    }
}
