package io.tandem.cluster.edge.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import io.tandem.port.EdgeListener.TlsFailure;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Takes a peer whose certificate leads to one of our roots and speaks for a host that we expect (TSP-28). Says which of
 * the two it was that failed, and the peer gets the alert for it in the handshake.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509TrustManager roots;
    private final Set<String> expected;
    private final boolean boringSsl;

    private interface Check {
        void run() throws CertificateException;
    }

    /**
     * @param expected host names of which one must be covered; empty where any will do
     * @param boringSsl whether it is that engine which asks: it wants to be told the alert
     */
    PeerTrust(List<X509Certificate> roots, Set<String> expected, boolean boringSsl) {
        this.boringSsl = boringSsl;
        this.roots = pkix(roots);
        this.expected = expected;
    }

    private static X509TrustManager pkix(List<X509Certificate> roots) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root-" + i, roots.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    return x509;
                }
            }
            throw new IllegalStateException("no PKIX trust manager");
        } catch (GeneralSecurityException | IOException missing) {
            throw new IllegalStateException("no PKIX", missing);
        }
    }

    private void check(X509Certificate[] chain, Check toARoot) throws CertificateException {
        X509Certificate peer = chain[0];
        try {
            peer.checkValidity();
            toARoot.run();
        } catch (CertificateException refused) {
            throw refusal(failure(refused), describe(peer) + ": " + refused.getMessage());
        }
        if (!expected.isEmpty() && !HostNames.coverAny(peer, expected)) {
            throw refusal(TlsFailure.NAME, describe(peer) + " speaks for " + HostNames.of(peer)
                    + "; expected is one of " + expected);
        }
    }

    private CertificateException refusal(TlsFailure failure, String message) {
        PeerRefused refused = new PeerRefused(failure, message);
        if (!boringSsl) {
            return refused;
        }
        int reason = switch (failure) {
            case EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            case UNTRUSTED -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case USAGE -> CertificateVerifier.X509_V_ERR_INVALID_PURPOSE;
            case NAME, NO_CERTIFICATE, VERSION, CIPHER, NOT_TLS, TIMEOUT, CLOSED, REFUSED_BY_PEER, OTHER ->
                    CertificateVerifier.X509_V_ERR_CERT_REJECTED;
        };
        return new OpenSslCertificateException(message, refused, reason);
    }

    private static TlsFailure failure(CertificateException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException
                    || cause instanceof CertPathValidatorException path && (path.getReason() == BasicReason.EXPIRED
                            || path.getReason() == BasicReason.NOT_YET_VALID)) {
                return TlsFailure.EXPIRED;
            }
        }
        String message = String.valueOf(refused.getMessage());
        return message.contains("ey usage") ? TlsFailure.USAGE : TlsFailure.UNTRUSTED;
    }

    private static String describe(X509Certificate peer) {
        return "certificate " + peer.getSubjectX500Principal().getName() + " issued by "
                + peer.getIssuerX500Principal().getName() + ", valid until " + peer.getNotAfter().toInstant();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> roots.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> roots.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** What the store sends to clients as a hint whom we trust. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return roots.getAcceptedIssuers();
    }
}
