package io.tandem.cluster.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5922 §7.1, RFC 2818 §3.1. */
class HostNamesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"sbc.contoso.com, SBC.contoso.com., true", "*.contoso.com, sbc.contoso.com, true",
            "*.contoso.com, sbc.test.contoso.com, false", "*.contoso.com, contoso.com, false",
            "*.com, contoso.com, false",
            "*.*.com, sbc.contoso.com, false", "sbc*.contoso.com, sbc1.contoso.com, false",
            "sbc.contoso.com, sbc.contoso.com.example, false"})
    @Tag("TSP-24")
    void aWildcardStandsForExactlyOneLabel(String name, String host, boolean matches) {
        assertThat(HostNames.matches(name, host)).isEqualTo(matches);
    }

    @Test
    void theCommonNameSpeaksOnlyWhereThereIsNoAlternativeName() throws Exception {
        assertThat(HostNames.cover(certificate("sbc.example.com"), "sbc.example.com")).isTrue();
        X509Certificate other = certificate("sbc.example.com", "sbc2.example.com");
        assertThat(HostNames.cover(other, "sbc2.example.com")).isTrue();
        assertThat(HostNames.cover(other, "sbc.example.com")).isFalse();
    }

    private X509Certificate certificate(String commonName, String... alternatives) throws Exception {
        Instant now = Instant.now();
        Path file = folder.resolve("some.pem");
        Files.writeString(file, LabAuthority.create(now)
                .issue(new Request(commonName, List.of(alternatives), now, now.plus(Duration.ofDays(1)),
                        Set.of(Usage.values())))
                .chainPem());
        return PemFiles.certificates(file).getFirst();
    }
}
