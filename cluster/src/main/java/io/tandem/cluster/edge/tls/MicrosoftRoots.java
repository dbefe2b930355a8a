package io.tandem.cluster.edge.tls;

import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The roots that certificates of Microsoft's data centres lead to, or may lead to soon (TSP-27). */
public final class MicrosoftRoots {
    /** By SHA-1 thumbprint, as Microsoft publishes them. */
    private static final Map<String, String> ROOTS = new LinkedHashMap<>();

    static {
        ROOTS.put("df3c24f9bfd666761b268073fe06d1cc8d4f82a4", "DigiCert Global Root G2");
        ROOTS.put("a8985d3a65e5e5c4b2d7d66d40c6dd2fb19c5436", "DigiCert Global Root CA");
        ROOTS.put("d4de20d05e66fc53fe1a50882c78db2852cae474", "Baltimore CyberTrust Root");
    }

    private MicrosoftRoots() {}

    /** What to say at the start, one line for each trunk to Microsoft's own names whose trust file lacks some. */
    public static List<String> warnings(List<PeerGroup> groups, TlsSettings settings) {
        List<String> warnings = new ArrayList<>();
        for (PeerGroup group : groups) {
            TlsSettings.GroupTls tls = settings.groups().get(group.name());
            if (tls != null && group.side() == Side.MPS && group.security()
                    .names()
                    .stream()
                    .anyMatch(
                            MicrosoftRoots::isMicrosofts)) {
                try {
                    List<String> missing = missing(OwnCertificate.roots(tls.trust()));
                    if (!missing.isEmpty()) {
                        warnings.add("trunk " + group.name() + ": its trust file " + tls.trust() + " lacks "
                                + String.join(", ", missing)
                                + ", which certificates of Microsoft may lead to (TSP-27)");
                    }
                } catch (UnusableFile unusable) {
                    warnings.add("trunk " + group.name() + ": " + unusable.getMessage());
                }
            }
        }
        return warnings;
    }

    private static boolean isMicrosofts(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".microsoft.com") || lower.endsWith(".microsoft.us");
    }

    /** Those that are not among these. */
    static List<String> missing(List<X509Certificate> roots) {
        Set<String> there = new HashSet<>();
        for (X509Certificate root : roots) {
            there.add(thumbprint(root));
        }
        return ROOTS.entrySet()
                .stream()
                .filter(root -> !there.contains(root.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has no SHA-1 thumbprint", impossible);
        }
    }
}
