package io.tandem.sip.message;

import java.util.Locale;
import java.util.Optional;

/** The URI rules of RFC 3261 §19.1.1 and §25.1, and tel as far as RFC 3966 needs it here. */
final class UriGrammar {
    private UriGrammar() {}

    /** The URI that fills the range, or null. */
    static Uri parse(byte[] bytes, int from, int to) {
        int colon = Grammar.indexOf(bytes, from, to, ':');
        if (colon <= from || colon + 1 >= to) {
            return null;
        }
        if (Grammar.equalsIgnoreCase(bytes, from, colon, "sip")) {
            return sip(false, bytes, colon + 1, to);
        }
        if (Grammar.equalsIgnoreCase(bytes, from, colon, "sips")) {
            return sip(true, bytes, colon + 1, to);
        }
        if (Grammar.equalsIgnoreCase(bytes, from, colon, "tel")) {
            return tel(bytes, colon + 1, to);
        }
        return isScheme(bytes, from, colon) && isOpaque(bytes, colon + 1, to)
                ? new OtherUri(Grammar.string(bytes, from, colon).toLowerCase(Locale.ROOT), Grammar.string(bytes,
                        colon + 1, to))
                : null;
    }

    private static boolean isScheme(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (!Grammar.isAlpha(b) && (i == from || !Grammar.isDigit(b) && b != '+' && b != '-' && b != '.')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOpaque(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b <= ' ' || b == 0x7F || b == '<' || b == '>' || b == '"') {
                return false;
            }
        }
        return true;
    }

    private static SipUri sip(boolean secure, byte[] bytes, int from, int to) {
        int sign = Grammar.indexOf(bytes, from, to, '@');
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        if (sign >= 0) {
            int colon = Grammar.indexOf(bytes, from, sign, ':');
            int userEnd = colon < 0 ? sign : colon;
            if (userEnd == from || !Grammar.allUser(bytes, from, userEnd)) {
                return null;
            }
            user = Optional.of(Grammar.string(bytes, from, userEnd));
            if (colon >= 0) {
                if (!Grammar.allUser(bytes, colon + 1, sign)) {
                    return null;
                }
                password = Optional.of(Grammar.string(bytes, colon + 1, sign));
            }
        }
        int hostFrom = sign + 1 > from ? sign + 1 : from;
        int hostTo = Grammar.hostEnd(bytes, hostFrom, to);
        if (hostTo < 0) {
            return null;
        }
        return afterHost(secure, user, password, bytes, hostFrom, hostTo, to);
    }

    private static SipUri afterHost(boolean secure, Optional<String> user, Optional<String> password, byte[] bytes,
            int hostFrom, int hostTo, int to) {
        int at = hostTo;
        int port = -1;
        if (at < to && bytes[at] == ':') {
            int portFrom = ++at;
            while (at < to && Grammar.isDigit(bytes[at])) {
                at++;
            }
            port = (int) Grammar.decimal(bytes, portFrom, at, 65_535);
            if (port < 0) {
                return null;
            }
        }
        int question = Grammar.indexOf(bytes, at, to, '?');
        int parametersTo = question < 0 ? to : question;
        if (!parametersSound(bytes, at, parametersTo)) {
            return null;
        }
        Parameters parameters = Parameters.ofText(at == parametersTo ? "" : Grammar.string(bytes, at, parametersTo));
        if (question >= 0 && (question + 1 == to || !isOpaque(bytes, question + 1, to))) {
            return null;
        }
        String headers = question < 0 ? "" : Grammar.string(bytes, question + 1, to);
        return new SipUri(secure, user, password, Grammar.string(bytes, hostFrom, hostTo), port, parameters, headers);
    }

    /** *( ";" pname [ "=" pvalue ] ) filling the range. */
    private static boolean parametersSound(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] != ';') {
                return false;
            }
            int next = Grammar.indexOf(bytes, at + 1, to, ';');
            int end = next < 0 ? to : next;
            int equal = Grammar.indexOf(bytes, at + 1, end, '=');
            int nameEnd = equal < 0 ? end : equal;
            if (nameEnd == at + 1 || equal + 1 == end || !Grammar.allUriParameter(bytes, at + 1, nameEnd)
                    || equal >= 0 && !Grammar.allUriParameter(bytes, equal + 1, end)) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private static TelUri tel(byte[] bytes, int from, int to) {
        int semicolon = Grammar.indexOf(bytes, from, to, ';');
        int numberTo = semicolon < 0 ? to : semicolon;
        if (numberTo == from || !isNumber(bytes, from, numberTo) || !parametersSound(bytes, numberTo, to)) {
            return null;
        }
        Parameters parameters = Parameters.ofText(Grammar.string(bytes, numberTo, to));
        return new TelUri(Grammar.string(bytes, from, numberTo), parameters);
    }

    /** "+" then digits and separators, or the wider alphabet of local numbers (RFC 3966 §3). */
    private static boolean isNumber(byte[] bytes, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean separator = b == '-' || b == '.' || b == '(' || b == ')' || b == '+' && i == from;
            boolean digit = Grammar.isHex(b) || b == '*' || b == '#';
            if (!separator && !digit) {
                return false;
            }
            digits += digit ? 1 : 0;
        }
        return digits > 0;
    }
}
