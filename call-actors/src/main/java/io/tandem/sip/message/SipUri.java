package io.tandem.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A sip or sips URI (RFC 3261 §19.1).
 *
 * @param user as on the wire, escaped
 * @param password as on the wire, escaped
 * @param host a name, an IPv4 address, or an IPv6 reference with its brackets
 * @param port -1 when absent
 * @param headers what stands after "?", or ""
 */
public record SipUri(boolean secure, Optional<String> user, Optional<String> password, String host, int port,
        Parameters parameters, String headers) implements Uri {

    /** Those that make two URIs differ when only one of them has them (RFC 3261 §19.1.4). */
    private static final List<String> DECISIVE = List.of("user", "ttl", "method", "maddr", "transport");
    private static final String HEX = "0123456789ABCDEF";

    /** sip:user@host:port; the user in the clear, "" for none; port -1 for none. */
    public static SipUri of(String decodedUser, String host, int port) {
        return new SipUri(false, Optional.empty(), Optional.empty(), host, port, Parameters.EMPTY, "").withUser(
                decodedUser);
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    @Override
    public String text() {
        String tail = parameters.text();
        StringBuilder out = new StringBuilder(host.length() + tail.length() + headers.length() + 40);
        out.append(secure ? "sips:" : "sip:");
        if (user.isPresent()) {
            out.append(user.get());
            if (password.isPresent()) {
                out.append(':').append(password.get());
            }
            out.append('@');
        }
        out.append(host);
        if (port >= 0) {
            out.append(':').append(port);
        }
        out.append(tail);
        return headers.isEmpty() ? out.toString() : out.append('?').append(headers).toString();
    }

    /** The user with its escapes resolved, or "". */
    public String decodedUser() {
        return decoded(user.orElse(""));
    }

    /** The user replaced; characters that may not stand there are escaped. "" takes it and its password away. */
    public SipUri withUser(String decodedUser) {
        Optional<String> replaced = decodedUser.isEmpty() ? Optional.empty() : Optional.of(encoded(decodedUser));
        Optional<String> kept = replaced.isEmpty() ? Optional.empty() : password;
        return new SipUri(secure, replaced, kept, host, port, parameters, headers);
    }

    public SipUri withHostPort(String otherHost, int otherPort) {
        return new SipUri(secure, user, password, otherHost, otherPort, parameters, headers);
    }

    public SipUri withParameters(Parameters other) {
        return new SipUri(secure, user, password, host, port, other, headers);
    }

    public SipUri withParameter(String name, String value) {
        return withParameters(parameters.with(name, value));
    }

    public SipUri withoutParameter(String name) {
        return withParameters(parameters.without(name));
    }

    public SipUri withoutHeaders() {
        return new SipUri(secure, user, password, host, port, parameters, "");
    }

    public Optional<String> transportParameter() {
        return parameters.get("transport");
    }

    /** user=phone: the user is a telephone number (RFC 3261 §19.1.6). */
    public boolean userIsPhone() {
        return parameters.get("user").filter("phone"::equalsIgnoreCase).isPresent();
    }

    /** ;lr: a loose router (RFC 3261 §16.12). */
    public boolean looseRouting() {
        return parameters.has("lr");
    }

    /** Equivalence as RFC 3261 §19.1.4 defines it; equals is stricter. */
    public boolean equivalentTo(SipUri other) {
        return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host)
                && same(user, other.user) && same(password, other.password) && agreesWith(other) && other.agreesWith(
                        this)
                && headerSet().equals(other.headerSet());
    }

    private static boolean same(Optional<String> one, Optional<String> other) {
        return one.map(SipUri::decoded).equals(other.map(SipUri::decoded));
    }

    /** Every parameter here that the other has too has the same value there, and the decisive ones are there. */
    private boolean agreesWith(SipUri other) {
        for (String name : parameters.names()) {
            Optional<String> theirs = other.parameters.get(name);
            String ours = parameters.get(name).orElse("");
            boolean disagree = theirs.isPresent() && !decoded(theirs.get()).equalsIgnoreCase(decoded(ours));
            if (disagree || theirs.isEmpty() && DECISIVE.contains(name.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /** The header components, whose order does not count. */
    private List<String> headerSet() {
        String[] each = headers.split("&");
        for (int i = 0; i < each.length; i++) {
            int equal = each[i].indexOf('=');
            String name = equal < 0 ? each[i] : each[i].substring(0, equal);
            String value = equal < 0 ? "" : decoded(each[i].substring(equal));
            each[i] = decoded(name).toLowerCase(Locale.ROOT) + value;
        }
        Arrays.sort(each);
        return List.of(each);
    }

    private static String decoded(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length && Grammar.isHex(bytes[i + 1]) && Grammar.isHex(bytes[i + 2])) {
                out.write(Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String encoded(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 8);
        for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (Grammar.isUser(c) && c != '#') {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }
}
