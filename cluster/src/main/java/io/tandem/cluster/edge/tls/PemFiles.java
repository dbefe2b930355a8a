package io.tandem.cluster.edge.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from PEM (RFC 7468); text between the blocks is skipped. */
final class PemFiles {
    private static final long LARGEST_BYTES = 4 << 20;
    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private record Block(String label, byte[] content) {}

    private PemFiles() {}

    /** At least one certificate, in the file's order. */
    static List<X509Certificate> certificates(Path file) throws UnusableFile {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(file, block));
            }
        }
        if (certificates.isEmpty()) {
            throw new UnusableFile(file, "no certificate in it; right would be PEM, -----BEGIN CERTIFICATE-----");
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate certificate(Path file, Block block) throws UnusableFile {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(block.content()));
        } catch (GeneralSecurityException unreadable) {
            throw new UnusableFile(file, "a certificate that cannot be read: " + unreadable.getMessage());
        }
    }

    /** @param algorithm of the public key that it belongs to */
    static PrivateKey key(Path file, String algorithm) throws UnusableFile {
        for (Block block : blocks(file)) {
            if (block.label().equals("PRIVATE KEY")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.content()));
                } catch (GeneralSecurityException unreadable) {
                    throw new UnusableFile(file, "no " + algorithm + " key, as the certificate's is");
                }
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                throw new UnusableFile(file, "an " + block.label() + "; right would be an unencrypted PKCS#8 key: "
                        + "openssl pkcs8 -topk8 -nocrypt");
            }
        }
        throw new UnusableFile(file, "no key in it; right would be PKCS#8 in PEM, -----BEGIN PRIVATE KEY-----");
    }

    private static List<Block> blocks(Path file) throws UnusableFile {
        String text = text(file);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException notBase64) {
                throw new UnusableFile(file, "a damaged " + matcher.group(1));
            }
        }
        return blocks;
    }

    private static String text(Path file) throws UnusableFile {
        try {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new UnusableFile(file,
                        Files.exists(file) ? "not a file that this user may read" : "no such file");
            }
            if (Files.size(file) > LARGEST_BYTES) {
                throw new UnusableFile(file, "too large for a PEM file");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UnusableFile(file, "cannot be read: " + unreadable.getMessage());
        }
    }
}
