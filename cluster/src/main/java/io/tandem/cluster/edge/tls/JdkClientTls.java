package io.tandem.cluster.edge.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's own TLS from PEM files, for libraries that are its clients and know nothing else. */
public final class JdkClientTls {

    private JdkClientTls() {}

    /**
     * @param trust the roots that a server's certificate must lead to
     * @param certificate ours, with those above it; empty for none
     * @param key its key
     * @throws UnusableFile that says which, and why
     */
    public static SSLContext context(Path trust, Optional<Path> certificate, Optional<Path> key, Instant now)
            throws UnusableFile {
        List<X509Certificate> roots = OwnCertificate.roots(trust);
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store(roots));
            KeyManager[] own = null;
            if (certificate.isPresent() && key.isPresent()) {
                own = keys(OwnCertificate.read(new TlsSettings.Identity("client", certificate.get(), key.get()), now));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new UnusableFile(trust, String.valueOf(unusable.getMessage()));
        }
    }

    private static KeyStore store(List<X509Certificate> roots) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < roots.size(); i++) {
            store.setCertificateEntry("root-" + i, roots.get(i));
        }
        return store;
    }

    private static KeyManager[] keys(OwnCertificate own) throws GeneralSecurityException, IOException {
        KeyStore store = store(List.of());
        store.setKeyEntry(own.name(), own.key(), new char[0], own.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys.getKeyManagers();
    }
}
