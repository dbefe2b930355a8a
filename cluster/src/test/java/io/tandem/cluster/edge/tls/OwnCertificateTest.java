package io.tandem.cluster.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.cluster.edge.tls.ExpiryWarnings.Warning;
import io.tandem.cluster.edge.tls.TlsSettings.Identity;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of a certificate of ours before it serves, and what is warned of. */
class OwnCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Set<Usage> BOTH = Set.of(Usage.SERVER_AUTH, Usage.CLIENT_AUTH);
    private static final LabAuthority AUTHORITY = LabAuthority.create(NOW);

    @TempDir
    Path folder;
    private Identity identity;

    @BeforeEach
    void name() {
        identity = new Identity("gateway", folder.resolve("gateway.pem"), folder.resolve("gateway.key"));
    }

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, names = {"EC_P256", "RSA_2048"})
    void aValidCertificateWithItsKeyIsTaken(KeyAlgorithm keys) throws Exception {
        write(issue("sbc.example.com", BOTH, keys));

        OwnCertificate own = read(NOW);
        assertThat(own.name()).isEqualTo("gateway");
        assertThat(own.expiry()).isEqualTo(NOW.plus(Duration.ofDays(90)));
        assertThat(ExpiryWarnings.of(own, NOW, true)).isEmpty();
    }

    @Test
    void anExpiredCertificateIsRefusedWithItsDay() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));

        assertRefused(NOW.plus(Duration.ofDays(91)), "gateway.pem: expired on 2027-02-24T12:00:00Z");
    }

    @Test
    void aCertificateOfTomorrowIsRefusedToday() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));

        assertRefused(NOW.minus(Duration.ofDays(1)), "gateway.pem: not valid before 2026-11-26T11:00:00Z");
    }

    @Test
    @Tag("TSP-26")
    void anRsaKeyUnder2048BitsIsRefused() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.RSA_1024));

        assertRefused(NOW, "gateway.pem: an RSA key of 1024 bits; at least 2048 would be right (TSP-26)");
    }

    @ParameterizedTest
    @CsvSource({"contoso.onmicrosoft.com", "sbc.contoso.OnMicrosoft.com", "*.onmicrosoft.com"})
    @Tag("TSP-10")
    void aNameOfMicrosoftsOwnDomainIsRefused(String name) throws IOException {
        write(issue(name, BOTH, KeyAlgorithm.EC_P256));

        assertRefused(NOW, "cannot name a gateway; a name of a domain of your own would be right (TSP-10)");
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));
        Files.writeString(identity.key(), issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256).privateKeyPem());

        assertRefused(NOW, "gateway.key: not the key of the certificate in " + identity.certificate());
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));
        Files.writeString(identity.key(), issue("sbc.example.com", BOTH, KeyAlgorithm.RSA_2048).privateKeyPem());

        assertRefused(NOW, "gateway.key: no EC key, as the certificate's is");
    }

    @Test
    void aFileThatIsNotThereIsSaidByName() throws IOException {
        assertRefused(NOW, "gateway.pem: no such file");
        Files.createDirectory(identity.certificate());
        assertRefused(NOW, "gateway.pem: not a file that this user may read");
    }

    @Test
    void aFileWithoutACertificateIsToldWhatBelongsThere() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));
        Files.copy(identity.key(), identity.certificate(), StandardCopyOption.REPLACE_EXISTING);

        assertRefused(NOW, "gateway.pem: no certificate in it; right would be PEM, -----BEGIN CERTIFICATE-----");
    }

    @Test
    void aKeyInAnOlderShapeIsToldHowToBecomePkcs8() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));
        Files.writeString(identity.key(),
                Files.readString(identity.key()).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));

        assertRefused(NOW, "gateway.key: an ENCRYPTED PRIVATE KEY; right would be an unencrypted PKCS#8 key: "
                + "openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void aKeyIsNeverInTheMessage() throws IOException {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));
        String key = Files.readString(identity.key());
        Files.writeString(identity.key(), key.replace("A", "B"));

        assertThatThrownBy(() -> read(NOW)).isInstanceOf(UnusableFile.class)
                .message()
                .doesNotContain(
                        key.split("\n")[1].substring(10, 40));
    }

    @Test
    @Tag("TSP-30")
    void itsEndIsWarnedOfThirtyDaysBeforeAndUrgentlySeven() throws Exception {
        write(issue("sbc.example.com", BOTH, KeyAlgorithm.EC_P256));

        assertThat(warnings(30, true)).isEmpty();
        assertThat(warnings(29, true)).containsExactly(new Warning(false,
                "certificate gateway expires in 29 days, on 2027-02-24T12:00:00Z"));
        assertThat(warnings(7, true)).extracting(Warning::urgent).containsExactly(false);
        assertThat(warnings(6, true)).containsExactly(new Warning(true,
                "certificate gateway expires in 6 days, on 2027-02-24T12:00:00Z"));
        assertThat(warnings(-1, true)).containsExactly(new Warning(true,
                "certificate gateway has expired on 2027-02-24T12:00:00Z"));
    }

    @Test
    @Tag("TSP-25")
    void aUsageThatIsMissingIsWarnedOfUnlessThatIsSilenced() throws Exception {
        for (Usage only : Usage.values()) {
            write(issue("sbc.example.com", Set.of(only), KeyAlgorithm.EC_P256));

            String missing = only == Usage.SERVER_AUTH ? "clientAuth" : "serverAuth";
            assertThat(warnings(90, true)).containsExactly(new Warning(false, "certificate gateway lacks " + missing
                    + " in its extended key usage: Microsoft wants both (TSP-25; tandem.tls.warn-key-usage = false "
                    + "silences this)"));
            assertThat(warnings(90, false)).isEmpty();
        }
    }

    @Test
    void aCertificateThatRestrictsNoUsageIsNotWarnedOf() throws Exception { // RFC 5280 §4.2.1.12
        write(issue("sbc.example.com", Set.of(), KeyAlgorithm.EC_P256));

        assertThat(warnings(90, true)).isEmpty();
    }

    private List<Warning> warnings(int daysLeft, boolean keyUsage) throws UnusableFile {
        return ExpiryWarnings.of(read(NOW), NOW.plus(Duration.ofDays(90L - daysLeft)), keyUsage);
    }

    private OwnCertificate read(Instant now) throws UnusableFile {
        return OwnCertificate.read(identity, now);
    }

    private void assertRefused(Instant now, String why) {
        assertThatThrownBy(() -> read(now)).isInstanceOf(UnusableFile.class).hasMessageContaining(why);
    }

    private void write(LabCertificate issued) throws IOException {
        Files.writeString(identity.certificate(), issued.chainPem());
        Files.writeString(identity.key(), issued.privateKeyPem());
    }

    private static LabCertificate issue(String name, Set<Usage> usages, KeyAlgorithm keys) {
        return AUTHORITY.issue(new Request(name, List.of(name), NOW.minus(Duration.ofHours(1)),
                NOW.plus(Duration.ofDays(90)), usages, keys));
    }
}
