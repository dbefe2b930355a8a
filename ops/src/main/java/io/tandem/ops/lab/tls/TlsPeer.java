package io.tandem.ops.lab.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/**
 * One end of mutual TLS as Microsoft speaks it: TLS 1.2 and 1.3 with the suites of TSP-23, a certificate of our own on
 * both sides (TSP-21), the far end's checked for its chain and its name (TSP-24, TSP-28).
 */
public final class TlsPeer {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] SUITES = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"};

    private final SSLContext context;
    private final String farName;

    private TlsPeer(SSLContext context, String farName) {
        this.context = context;
        this.farName = farName;
    }

    /**
     * An end with that certificate.
     *
     * @param rootsPem whom it trusts
     * @param farName the name that the far end's certificate must hold, and that we ask for (SNI)
     * @throws IOException when a certificate or key cannot be read; says which
     */
    public static TlsPeer of(LabCertificate own, String rootsPem, String farName) throws IOException {
        try {
            Collection<? extends Certificate> chain = certificates(own.chainPem());
            KeyStore keys = empty();
            keys.setKeyEntry("own", key(own.privateKeyPem(), chain.iterator().next()), new char[0],
                    chain.toArray(Certificate[]::new));
            KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            ours.init(keys, new char[0]);
            KeyStore roots = empty();
            for (Certificate root : certificates(rootsPem)) {
                roots.setCertificateEntry("root-" + roots.size(), root);
            }
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ours.getKeyManagers(), trusted.getTrustManagers(), null);
            return new TlsPeer(context, farName);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IOException("certificate, key or roots: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The same from PEM files. */
    public static TlsPeer ofFiles(Path chain, Path key, Path roots, String farName) throws IOException {
        return of(new LabCertificate(Files.readString(chain), Files.readString(key)), Files.readString(roots), farName);
    }

    SSLEngine server() {
        SSLEngine engine = engine(context.createSSLEngine());
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    SSLEngine client(int port) {
        SSLEngine engine = engine(context.createSSLEngine(farName, port));
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(farName)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLEngine engine(SSLEngine engine) {
        engine.setEnabledProtocols(PROTOCOLS);
        Set<String> there = Set.of(engine.getSupportedCipherSuites());
        engine.setEnabledCipherSuites(List.of(SUITES).stream().filter(there::contains).toArray(String[]::new));
        return engine;
    }

    /** Why the far end of that session is not who it should be; empty when it is. Its chain was checked before. */
    Optional<String> stranger(SSLSession session) {
        try {
            X509Certificate shown = (X509Certificate) session.getPeerCertificates()[0];
            return PeerName.covers(shown, farName)
                    ? Optional.empty()
                    : Optional.of("the far end's certificate is not for " + farName + " but for "
                            + PeerName.names(shown));
        } catch (SSLPeerUnverifiedException none) {
            return Optional.of("the far end showed no certificate");
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        if (all.isEmpty()) {
            throw new GeneralSecurityException("no certificate in it (PEM is wanted)");
        }
        return all;
    }

    private static PrivateKey key(String pem, Certificate certificate) throws GeneralSecurityException {
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new GeneralSecurityException("no PKCS#8 key in PEM (" + begin + " …)");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
