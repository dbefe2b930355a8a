package io.tandem.cluster.edge.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The hosts that a certificate speaks for (RFC 5922 §7.1, TSP-24). */
public final class HostNames {
    private static final int URI = 6;
    private static final int DNS = 2;
    private static final int IP = 7;

    private HostNames() {}

    /**
     * Its DNS names and the hosts of its {@code sip:} URIs, in lower case; the common name only where the certificate
     * has no alternative name at all (RFC 2818 §3.1). A wildcard stands as it is written.
     */
    static List<String> of(X509Certificate certificate) {
        Collection<List<?>> alternatives = alternatives(certificate);
        if (alternatives.isEmpty()) {
            return commonNames(certificate);
        }
        List<String> names = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            String value = String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT);
            switch ((Integer) alternative.get(0)) {
                case DNS -> names.add(value);
                case URI -> {
                    if (value.startsWith("sip:") && value.indexOf('@') < 0) { // §7.1: a user part is no identity of a host
                        names.add(value.substring("sip:".length()));
                    }
                }
                default -> {
                }
            }
        }
        return names;
    }

    /** Whether the certificate speaks for that host: a name, or a literal address. */
    public static boolean cover(X509Certificate certificate, String host) {
        for (String name : of(certificate)) {
            if (matches(name, host)) {
                return true;
            }
        }
        for (List<?> alternative : alternatives(certificate)) {
            if ((Integer) alternative.get(0) == IP && host.equals(alternative.get(1))) {
                return true;
            }
        }
        return false;
    }

    static boolean coverAny(X509Certificate certificate, Collection<String> hosts) {
        for (String host : hosts) {
            if (cover(certificate, host)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 2818 §3.1, TSP-24: a wildcard stands for exactly one label, the first. */
    static boolean matches(String name, String host) {
        String pattern = bare(name);
        String wanted = bare(host);
        if (!pattern.startsWith("*.")) {
            return !wanted.isEmpty() && pattern.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        String rest = pattern.substring(1);
        return dot > 0 && rest.indexOf('*') < 0 && rest.indexOf('.', 1) > 0 && wanted.substring(dot).equals(rest);
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException unreadable) {
            return List.of(List.of(0, "")); // there are some, which we cannot read: the common name must not stand in
        }
    }

    private static List<String> commonNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()).toLowerCase(Locale.ROOT));
                }
            }
        } catch (InvalidNameException noName) {
            return List.of();
        }
        return names;
    }
}
