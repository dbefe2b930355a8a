package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.boot.config.TandemConfig.ClusterTls;
import io.tandem.cluster.boot.config.TandemConfig.Seed;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConfigTest {
    @TempDir
    Path folder;

    private ConfigResult read(String extra) throws IOException {
        Path file = folder.resolve("tandem.conf");
        Files.writeString(file, ConfigText.right() + extra + "\n");
        return ConfigFile.readOffline(file);
    }

    private TandemConfig right(String extra) throws IOException {
        ConfigResult result = read(extra);
        assertThat(result).as(() -> result instanceof ConfigResult.Wrong wrong ? wrong.report() : "")
                .isInstanceOf(ConfigResult.Right.class);
        return ((ConfigResult.Right) result).config();
    }

    private String wrong(String extra) throws IOException {
        ConfigResult result = read(extra);
        assertThat(result).isInstanceOf(ConfigResult.Wrong.class);
        return ((ConfigResult.Wrong) result).report();
    }

    private ClusterTls files(LabAuthority authority, LabAuthority trusted, KeyAlgorithm algorithm) throws IOException {
        Instant now = Instant.now();
        LabCertificate own = authority.issue(new Request("tandem-cluster", List.of("tandem-cluster"),
                now.minusSeconds(60), now.plusSeconds(3_600), Set.of(), algorithm));
        Files.writeString(folder.resolve("node.pem"), own.chainPem());
        Files.writeString(folder.resolve("node.key"), own.privateKeyPem());
        Files.writeString(folder.resolve("roots.pem"), trusted.certificatePem());
        return new ClusterTls(folder.resolve("node.pem"), folder.resolve("node.key"), folder.resolve("roots.pem"));
    }

    private static final String TLS = """
            tandem.cluster.tls { certificate = "node.pem", key = "node.key", trust = "roots.pem" }
            """;

    @Test
    void withoutSeedNodesANodeIsAClusterOfItsOwn() throws IOException {
        TandemConfig config = right("");
        assertThat(config.cluster().joining().seeds()).isEmpty();
        assertThat(config.system().getString("pekko.remote.artery.transport")).isEqualTo("tcp");
    }

    @Test
    void seedNodesAreAddressesOrNamesWithAPort() throws IOException {
        assertThat(wrong("tandem.cluster.seed-nodes = [\"192.0.2.10\", \"a b:1\", \"192.0.2.10:70000\"]"))
                .contains("seed-nodes[0]")
                .contains("seed-nodes[1]")
                .contains("seed-nodes[2]")
                .contains("right would be a node such as 192.0.2.10:25520");
    }

    @Test
    void oneNodeOfSeveralHasServiceAddresses() throws IOException {
        String seeds = "tandem.cluster.seed-nodes = [\"127.0.0.1:25520\", \"nodes.example.com:1\"]";
        assertThat(wrong(seeds)).contains("tandem.cluster.service-addresses").contains("one of several");

        assertThat(wrong(seeds)).contains("tandem.storage").contains("cassandra, since");
        TandemConfig config = right(seeds + """

                tandem.storage = cassandra
                tandem.sip.listeners = [ { name = core-udp, transport = udp, port = 5060 }
                                         { name = core-tcp, transport = tcp, port = 5060 }
                                         { name = mps-udp, transport = udp, port = 5061 } ]
                tandem.cluster.service-addresses = [ { id = a, home = "127.0.0.1", media = "127.0.0.11"
                  listeners { core-udp.address = "127.0.0.11", core-tcp.address = "127.0.0.11"
                              mps-udp.address = "127.0.0.11" } } ]
                """);
        assertThat(config.cluster().joining().seeds()).containsExactly(new Seed("127.0.0.1", 25520),
                new Seed("nodes.example.com", 1));
        assertThat(config.system().getStringList("tandem.join.service-addresses")).hasSize(1)
                .allMatch(mark -> mark.startsWith("a "));
    }

    @Test
    void whatADrainMayTakeHasItsBounds() throws IOException {
        assertThat(wrong("tandem.cluster.drain { set-up = 2 m, limit = 0 s, minutes = 3 }"))
                .contains("tandem.cluster.drain.set-up")
                .contains("tandem.cluster.drain.limit")
                .contains("tandem.cluster.drain.minutes");
        assertThat(right("tandem.cluster.drain { set-up = 0 s, limit = 1 h }").cluster().drain())
                .isEqualTo(new TandemConfig.Drain(Duration.ZERO, Duration.ofHours(1)));
    }

    @Test
    void beyondLoopbackNodesTalkInTheClearOnlyWhereThatIsSaid() throws IOException {
        assertThat(wrong("tandem.cluster.host = \"192.0.2.10\"")).contains("tandem.cluster.host")
                .contains("tandem.cluster.plain = true");
        assertThat(right("tandem.cluster { host = \"192.0.2.10\", plain = true }").cluster().host())
                .isEqualTo("192.0.2.10");
    }

    @Test
    void theFilesOfTlsGoToTheEngineThatReadsThemAnew() throws IOException {
        LabAuthority authority = LabAuthority.create(Instant.now());
        ClusterTls files = files(authority, authority, KeyAlgorithm.RSA_2048);
        TandemConfig config = right(TLS + "tandem.cluster.host = \"192.0.2.10\"");
        assertThat(config.cluster().joining().tls()).isEqualTo(Optional.of(files));
        assertThat(config.system().getString("pekko.remote.artery.transport")).isEqualTo("tls-tcp");
        assertThat(config.system().getString("pekko.remote.artery.ssl.rotating-keys-engine.key-file"))
                .isEqualTo(files.key().toString());
    }

    @Test
    void theThreeFilesGoTogether() throws IOException {
        assertThat(wrong("tandem.cluster.tls.certificate = \"node.pem\"")).contains("tandem.cluster.tls.key")
                .contains("tandem.cluster.tls.trust");
    }

    @Test
    void aCertificateThatTheEngineCannotUseIsFoundBeforeTheStart() throws IOException {
        LabAuthority authority = LabAuthority.create(Instant.now());
        files(authority, LabAuthority.create(Instant.now()), KeyAlgorithm.RSA_2048);
        assertThat(wrong(TLS)).contains("tandem.cluster.tls.trust").contains("that has issued");
        files(authority, authority, KeyAlgorithm.EC_P256);
        assertThat(wrong(TLS)).contains("tandem.cluster.tls.certificate").contains("RSA key");
    }

    @Test
    void whatNodesMustHaveInCommonIsShownShort() throws IOException {
        List<String> marks = right("").system().getStringList("tandem.join.trunks");
        assertThat(marks).hasSize(2).allMatch(mark -> mark.matches("\\S+ [0-9a-f]{16}"));
        assertThat(right("").system().getStringList("tandem.join.trunks")).isEqualTo(marks);
    }
}
