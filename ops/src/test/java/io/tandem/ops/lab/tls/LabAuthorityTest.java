package io.tandem.ops.lab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the lab's authority issues, read and validated by the JDK. */
class LabAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(90));
    private static final Set<Usage> BOTH = Set.of(Usage.SERVER_AUTH, Usage.CLIENT_AUTH);

    private final LabAuthority authority = LabAuthority.create(NOW);

    @Test
    void whatIsIssuedIsTrustedByWhoTrustsTheRoot() throws Exception {
        LabCertificate issued = authority.issue(request("sbc.lab.example", KeyAlgorithm.EC_P256));

        validate(issued, authority, NOW);
    }

    @Test
    void namesAndUsagesStandInTheCertificate() throws Exception {
        X509Certificate issued = read(authority.issue(new Request("sbc.lab.example",
                List.of("sbc.lab.example", "*.lab.example"), NOW, LATER, BOTH)).chainPem());

        assertThat(issued.getSubjectX500Principal().getName()).isEqualTo("CN=sbc.lab.example");
        assertThat(issued.getSubjectAlternativeNames().stream().map(name -> name.get(1)).toList()).isEqualTo(
                List.of("sbc.lab.example", "*.lab.example"));
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(issued.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(issued.getNotAfter()).isEqualTo(Date.from(LATER));
    }

    @Test
    void aClientsCertificateIsForNothingElse() throws Exception {
        X509Certificate issued = read(authority.issue(new Request("peer", List.of(), NOW, LATER,
                Set.of(Usage.CLIENT_AUTH))).chainPem());

        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(issued.getSubjectAlternativeNames()).isNull();
    }

    @Test
    void rsaIsPossibleOnBothLevels() throws Exception {
        LabAuthority rsa = LabAuthority.create(NOW, KeyAlgorithm.RSA_2048, new SecureRandom());
        LabCertificate issued = rsa.issue(request("sbc.lab.example", KeyAlgorithm.RSA_2048));

        validate(issued, rsa, NOW);
        assertThat(read(issued.chainPem()).getPublicKey().getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void anotherAuthorityOfTheSameKindIsNotTrusted() {
        LabCertificate issued = LabAuthority.create(NOW).issue(request("sbc.lab.example", KeyAlgorithm.EC_P256));

        assertThatThrownBy(() -> validate(issued, authority, NOW)).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void anExpiredCertificateCanBeIssuedToBeRefused() {
        LabCertificate issued = authority.issue(new Request("old", List.of("old.lab.example"),
                NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)), BOTH));

        assertThatThrownBy(() -> validate(issued, authority, NOW)).hasMessageContaining("validity check failed");
    }

    @Test
    void aKeyDoesNotComeOutByPrinting() {
        assertThat(authority.issue(request("sbc.lab.example", KeyAlgorithm.EC_P256)).toString()).doesNotContain(
                "PRIVATE");
    }

    private static Request request(String name, KeyAlgorithm keys) {
        return new Request(name, List.of(name), NOW, LATER, BOTH, keys);
    }

    private static void validate(LabCertificate issued, LabAuthority authority, Instant at) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(read(issued.chainPem())));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(read(authority.certificatePem()),
                null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static X509Certificate read(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
