package io.tandem.cluster.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MicrosoftRootsTest {

    /** By the very certificates, which every Java brings along. */
    @Test
    @Tag("TSP-27")
    void aRootIsKnownByItsThumbprint() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> roots = Arrays.asList(((X509TrustManager) factory.getTrustManagers()[0])
                .getAcceptedIssuers());

        assertThat(MicrosoftRoots.missing(roots)).doesNotContain("DigiCert Global Root G2", "DigiCert Global Root CA");
        assertThat(MicrosoftRoots.missing(List.of())).hasSize(3);
    }
}
