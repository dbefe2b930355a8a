package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.ops.lab.tls.CertificateFolder;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPortsTest {

    @Test
    void aTakenPortIsPassedOverAndTheConfigurationIsRight(@TempDir Path data) throws Exception {
        DemoPorts first = DemoPorts.free();
        try (DatagramSocket _ = new DatagramSocket(DemoPorts.address(first.core()))) {
            DemoPorts second = DemoPorts.free();

            assertThat(second.core()).isNotEqualTo(first.core());
            CertificateFolder certificates = CertificateFolder.write(data.resolve("tls"), List.of(
                    DemoPlan.GATEWAY_NAME), List.of(DemoPlan.MPS_NAME), Instant.now(), KeyAlgorithm.EC_P256);
            assertThat(ConfigFile.read("demo", second.configuration(certificates, DemoPorts.address(53)),
                    Optional.of(data))).isInstanceOf(
                            ConfigResult.Right.class);
        }
    }
}
