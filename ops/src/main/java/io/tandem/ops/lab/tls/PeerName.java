package io.tandem.ops.lab.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whose certificate it is: by subject alternative name, or the common name where there is none (RFC 2818 §3.1). */
final class PeerName {
    private static final int DNS_NAME = 2;

    private PeerName() {}

    static boolean covers(X509Certificate certificate, String name) {
        return names(certificate).stream().anyMatch(pattern -> matches(pattern, name));
    }

    /** TSP-24: a wildcard stands for exactly one label. */
    static boolean matches(String pattern, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String given = pattern.toLowerCase(Locale.ROOT);
        if (!given.startsWith("*.")) {
            return given.equals(wanted);
        }
        int firstLabelEnd = wanted.indexOf('.');
        return firstLabelEnd > 0 && wanted.substring(firstLabelEnd).equals(given.substring(1));
    }

    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> name : certificate.getSubjectAlternativeNames()) {
                    if (name.getFirst().equals(DNS_NAME)) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
            if (names.isEmpty()) {
                new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()
                        .stream()
                        .filter(part -> part.getType().equalsIgnoreCase("CN"))
                        .forEach(part -> names.add(String.valueOf(part.getValue())));
            }
        } catch (CertificateParsingException | InvalidNameException unreadable) {
            return List.of(); // a name that cannot be read names nobody
        }
        return names;
    }
}
