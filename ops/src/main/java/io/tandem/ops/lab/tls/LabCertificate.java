package io.tandem.ops.lab.tls;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A certificate with its private key.
 *
 * @param chainPem the certificate, then its issuers' without the root
 * @param privateKeyPem PKCS#8, not encrypted
 */
public record LabCertificate(String chainPem, String privateKeyPem) {

    /** What the key may be used for (extended key usage, RFC 5280 §4.2.1.12; TSP-25 wants both). */
    public enum Usage {
        SERVER_AUTH, CLIENT_AUTH
    }

    /** RSA with 1,024 bits is there to be refused (TSP-26). */
    public enum KeyAlgorithm {
        EC_P256, RSA_2048, RSA_1024
    }

    /**
     * A certificate to issue.
     *
     * @param commonName of its subject
     * @param dnsNames its subject alternative names, {@code *.example.com} allowed; none leaves the extension out
     * @param usages none leaves the extension out
     */
    public record Request(String commonName, List<String> dnsNames, Instant notBefore, Instant notAfter,
            Set<Usage> usages, KeyAlgorithm keys) {

        public Request {
            dnsNames = List.copyOf(dnsNames);
            usages = Set.copyOf(usages);
            if (commonName.isBlank() || !notAfter.isAfter(notBefore)) {
                throw new IllegalArgumentException("a certificate has a subject and a time");
            }
        }

        /** With an EC key. */
        public Request(String commonName, List<String> dnsNames, Instant notBefore, Instant notAfter,
                Set<Usage> usages) {
            this(commonName, dnsNames, notBefore, notAfter, usages, KeyAlgorithm.EC_P256);
        }
    }

    @Override
    public String toString() {
        return "LabCertificate[…]"; // a key is not for logs
    }
}
