package io.tandem.cluster.edge.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A certificate of ours with its key.
 *
 * @param chain ours first, then those above it
 */
public record OwnCertificate(String name, List<X509Certificate> chain, PrivateKey key) {
    private static final int RSA_BITS = 2_048;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final byte[] PROBE = "is this the key of that certificate".getBytes(
            java.nio.charset.StandardCharsets.US_ASCII);

    /** Reads both files; they belong together, are not too weak and valid at that time, else the exception says so. */
    public static OwnCertificate read(TlsSettings.Identity identity, Instant now) throws UnusableFile {
        List<X509Certificate> chain = PemFiles.certificates(identity.certificate());
        X509Certificate own = chain.getFirst();
        PrivateKey key = PemFiles.key(identity.key(), own.getPublicKey().getAlgorithm());
        if (!belongsTo(key, own)) {
            throw new UnusableFile(identity.key(), "not the key of the certificate in " + identity.certificate()
                    + (chain.size() > 1 ? " (whose first one must be ours)" : ""));
        }
        Optional<String> fault = fault(own, now);
        if (fault.isPresent()) {
            throw new UnusableFile(identity.certificate(), fault.get());
        }
        return new OwnCertificate(identity.name(), chain, key);
    }

    /** Reads the roots of a trust file. */
    public static List<X509Certificate> roots(Path file) throws UnusableFile {
        return PemFiles.certificates(file);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Instant expiry() {
        return certificate().getNotAfter().toInstant();
    }

    private static Optional<String> fault(X509Certificate own, Instant now) {
        if (now.isAfter(own.getNotAfter().toInstant())) {
            return Optional.of("expired on " + own.getNotAfter().toInstant());
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            return Optional.of("not valid before " + own.getNotBefore().toInstant());
        }
        if (own.getPublicKey() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS) {
            return Optional.of("an RSA key of " + rsa.getModulus().bitLength() + " bits; at least " + RSA_BITS
                    + " would be right (TSP-26)");
        }
        for (String name : HostNames.of(own)) {
            if (name.endsWith(".onmicrosoft.com")) {
                return Optional.of(name + " cannot name a gateway; a name of a domain of your own would be right "
                        + "(TSP-10)");
            }
        }
        return Optional.empty();
    }

    /** What its extended key usage lacks, in words; empty when it may be used by servers and clients (TSP-25). */
    Optional<String> missingUsage() {
        List<String> usages;
        try {
            usages = certificate().getExtendedKeyUsage();
        } catch (CertificateParsingException unreadable) {
            return Optional.of("an extended key usage that can be read");
        }
        if (usages == null || usages.contains(ANY_USAGE)) { // RFC 5280 §4.2.1.12: no restriction
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>();
        if (!usages.contains(SERVER_AUTH)) {
            missing.add("serverAuth");
        }
        if (!usages.contains(CLIENT_AUTH)) {
            missing.add("clientAuth");
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", missing));
    }

    private static boolean belongsTo(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException other) {
            return false;
        }
    }
}
