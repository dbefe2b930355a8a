package io.tandem.cluster.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.tls.CertificateStore.Renewal;
import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.cluster.edge.tls.TlsSettings.Identity;
import io.tandem.cluster.edge.tls.TlsSettings.Version;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When certificate files are read anew (TRAP-34). */
class CertificateStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final LabAuthority AUTHORITY = LabAuthority.create(NOW);
    private static final Renewal TAKEN = new Renewal("gateway", true);
    private static final Renewal REFUSED = new Renewal("gateway", false);

    @TempDir
    Path folder;
    private Identity identity;
    private int written;
    private CertificateStore store;

    @BeforeEach
    void open() throws Exception {
        identity = new Identity("gateway", folder.resolve("gateway.pem"), folder.resolve("gateway.key"));
        write(NOW.minusSeconds(60));
        store = CertificateStore.open(new TlsSettings(List.of(identity), Map.of(), Map.of(), Version.TLS_1_2, true,
                Engine.JDK, TlsSettings.POLL), NOW);
    }

    @Test
    @Tag("TRAP-34")
    void aCertificateThatIsNotValidYetServesOnceItIsThoughNobodyWritesItAgain() throws IOException {
        write(NOW.plusSeconds(3_600));

        assertThat(store.refresh(NOW)).containsExactly(REFUSED);
        assertThat(store.refresh(NOW.plusSeconds(10))).as("told once").isEmpty();
        assertThat(store.refresh(NOW.plusSeconds(3_601))).containsExactly(TAKEN);
        assertThat(store.identity("gateway").certificate().getNotBefore()).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(store.refresh(NOW.plusSeconds(3_602))).as("nothing new").isEmpty();
    }

    @Test
    void anotherFaultOfTheSameFileIsToldToo() throws IOException {
        write(NOW.plusSeconds(3_600));
        assertThat(store.refresh(NOW)).containsExactly(REFUSED);

        assertThat(store.refresh(NOW.plus(Duration.ofDays(91)))).as("over by now").containsExactly(REFUSED);
    }

    private void write(Instant from) throws IOException {
        LabCertificate issued = AUTHORITY.issue(new Request("sbc.example.com", List.of("sbc.example.com"), from,
                NOW.plus(Duration.ofDays(90)), Set.of(Usage.values()), KeyAlgorithm.EC_P256));
        Files.writeString(identity.key(), issued.privateKeyPem());
        Files.writeString(identity.certificate(), issued.chainPem());
        // as if so long after the last one: within a tick of the system's clock a file may look as it did
        Files.setLastModifiedTime(identity.certificate(), FileTime.fromMillis(1_000L * ++written));
    }
}
