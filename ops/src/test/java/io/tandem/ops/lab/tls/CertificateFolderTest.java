package io.tandem.ops.lab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {
    private static final List<String> GATEWAY = List.of("sbc.lab.example");
    private static final List<String> PEERS = List.of("sip.lab.example");

    @TempDir
    Path directory;

    @Test
    void keysAreForTheirOwnerAlone() throws Exception {
        CertificateFolder folder = write();

        for (Path key : List.of(folder.gatewayKey(), folder.key("sip.lab.example"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        }
    }

    @Test
    void aPeerCanBeMadeOfWhatWasWritten() throws Exception {
        assertThat(write().peer("sip.lab.example", "sbc.lab.example")).isNotNull();
    }

    @Test
    void nothingIsWrittenOver() throws Exception {
        String roots = Files.readString(write().roots());

        assertThatThrownBy(this::write).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(directory.resolve("roots.pem")).hasContent(roots);
    }

    private CertificateFolder write() throws Exception {
        return CertificateFolder.write(directory, GATEWAY, PEERS, Instant.now(), KeyAlgorithm.EC_P256);
    }
}
