package io.tandem.cluster.edge.tls;

import io.tandem.port.EdgeListener.TlsFailure;
import java.security.cert.CertificateException;

/** We do not take a peer's certificate. */
final class PeerRefused extends CertificateException {
    private static final long serialVersionUID = 1;
    private final TlsFailure failure;

    PeerRefused(TlsFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    TlsFailure failure() {
        return failure;
    }
}
