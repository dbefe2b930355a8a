package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.tls.MicrosoftRoots;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import io.tandem.port.PeerGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Microsoft asks of a trunk to it, told before a call could fail of it (TSP-1 to TSP-32, F-160 to F-163). */
class MicrosoftTrunkConfigTest {
    private static final Instant NOW = Instant.now();
    private static final LabAuthority AUTHORITY = LabAuthority.create(NOW);
    private static final String RIGHT = """
            tandem {
              data-directory = "data"
              storage = embedded
              tls.identities = [ { name = gateway, certificate = "gateway.pem", key = "gateway.key" } ]
              sip.listeners = [
                { name = core-udp, transport = udp, address = "10.0.0.1", port = 5060,
                  advertised-address = "sbc.core.example.com" }
                { name = mps-tls, transport = tls, address = "10.0.0.1", port = 5061,
                  advertised-address = "1r1.example.com", tls { identities = [gateway], trust = "roots.pem" } }
                { name = open, transport = udp, address = "127.0.0.1", port = 5062 }
              ]
              peer-groups = [
                { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
                  default-service = TeamsDirectRouting, allowed-signaling-sources = ["10.0.0.0/8"],
                  peers = [ { name = core-1, address = "10.0.0.2", port = 5070 } ] }
                { name = teams, side = mps, listeners = [mps-tls], services = [TeamsDirectRouting],
                  signaling-protocol = TLS, media-protocol = RTP, allowed-signaling-sources = [microsoft-commercial],
                  peers = [ { name = mps-1, a-record = "sip.pstnhub.microsoft.com", port = 5061 } ] }
              ]
              media { address = "10.0.0.1", ports = "10000-19999" }
              http { provisioning = "127.0.0.1:8080", ops = "127.0.0.1:9095" }
              cluster.port = 25520
            }
            """;

    @TempDir
    Path folder;

    /** F-163: the customers' domain is the name that Microsoft knows us by, and the core knows us by another. */
    @Test
    @Tag("F-160")
    @Tag("F-163")
    @Tag("TSP-32")
    void theCustomersDomainIsTheNameTowardsMicrosoftUnlessItSaysAnother() throws IOException {
        certificate("1r1.example.com", "*.1r1.example.com");
        assertThat(teams(RIGHT).profile().customers()).contains("1r1.example.com");

        certificate("1r1.example.com", "1r2.example.com", "*.1r2.example.com");
        assertThat(teams(RIGHT.replace("side = mps,", "side = mps, profile.customers-domain = 1r2.example.com,"))
                .profile()
                .customers()).contains("1r2.example.com");
    }

    @Test
    @Tag("TSP-32")
    void theCertificateSpeaksForEachLabelBelowIt() throws IOException {
        certificate("1r1.example.com");

        assertThat(mistakes(RIGHT)).singleElement()
                .asString()
                .startsWith("tandem.peer-groups[1].profile.customers-domain")
                .contains("for the names below it by a wildcard, *.1r1.example.com");
    }

    /** TSP-47: OPTIONS name the domain itself, unless they are told another host. */
    @Test
    @Tag("TSP-32")
    void andForTheDomainThatOptionsName() throws IOException {
        certificate("1r1.example.com", "*.1r2.example.com");
        String other = RIGHT.replace("side = mps,", "side = mps, profile.customers-domain = 1r2.example.com,");

        assertThat(mistakes(other)).singleElement().asString().contains("profile.customers-domain");
        assertThat(mistakes(other.replace("side = mps,", "side = mps, probing.host = 1r1.example.com,"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            listeners = [mps-tls], services | listeners = [mps-tls, core-udp], services | listeners of TLS, which core-udp is not
            1r1.example.com | 1r1.a-domain-so-long-that-microsoft-takes-no-gateway-of-it.example.com | 63 characters at most
            1r1.example.com | 1r1.customers-of-a-carrier.example.com | a domain of yours, such as "1r1.example.com", to 37 characters
            services = [TeamsDirectRouting] | services = [TeamsDirectRouting], tls.names = ["sip-all.pstnhub.microsoft.com"] | withdrawn in 2022
            services = [TeamsDirectRouting] | services = [TeamsDirectRouting], probing.host = "a-host-so-long-that-microsoft-takes-no-gateway-of-its-name.example.com" | 63 characters at most
            """)
    @Tag("TSP-1")
    @Tag("TSP-5")
    @Tag("TSP-9")
    @Tag("F-162")
    void whatMicrosoftWouldNotTakeIsRefused(String right, String wrong, String said) throws IOException {
        String text = RIGHT.replace(right, wrong);
        String name = wrong.startsWith("1r1.") ? wrong : "1r1.example.com";
        certificate(name, "*." + name, "sbc.core.example.com",
                "a-host-so-long-that-microsoft-takes-no-gateway-of-its-name.example.com");

        assertThat(text).isNotEqualTo(RIGHT);
        assertThat(mistakes(text)).anySatisfy(mistake -> assertThat(mistake).contains(said));
    }

    /** On addresses of this machine alone, and in a lab that says so, a trunk does without TLS. */
    @ParameterizedTest
    @CsvSource({"open, false, true", "core-udp, false, false", "core-udp, true, true"})
    @Tag("TSP-1")
    void withoutTlsATrunkToMicrosoftIsForTrials(String listener, boolean lab, boolean taken) throws IOException {
        certificate("1r1.example.com", "*.1r1.example.com");
        String text = RIGHT.replace("listeners = [mps-tls]", "listeners = [" + listener + "]")
                .replace("signaling-protocol = TLS", "signaling-protocol = UDP")
                .replace("side = mps,", "side = mps, profile.customers-domain = 1r1.example.com,")
                .replace("storage = embedded", "storage = embedded, lab = " + lab);

        assertThat(mistakes(text)).hasSize(taken ? 0 : 1);
    }

    @Test
    void customersAreOfDirectRoutingAlone() throws IOException {
        certificate("1r1.example.com", "*.1r1.example.com");

        assertThat(mistakes(RIGHT.replace("TeamsDirectRouting", "OperatorConnect")
                .replace("side = mps,", "side = mps, profile.customers-domain = 1r1.example.com,"))).singleElement()
                .asString()
                .contains("only a group that offers TeamsDirectRouting has customers");
    }

    @Test
    @Tag("TSP-27")
    void theRootsThatATrunkToMicrosoftLacksAreNamedAtTheStart() throws IOException {
        certificate("1r1.example.com", "*.1r1.example.com");
        TandemConfig config = config(RIGHT);

        assertThat(MicrosoftRoots.warnings(config.peerGroups(), config.tls())).singleElement()
                .asString()
                .startsWith("trunk teams: its trust file ")
                .contains("lacks DigiCert Global Root G2, DigiCert Global Root CA, Baltimore CyberTrust Root");
        TandemConfig lab = config(RIGHT.replace("sip.pstnhub.microsoft.com", "sip.lab.example.com"));
        assertThat(MicrosoftRoots.warnings(lab.peerGroups(), lab.tls())).as("of a lab's peers").isEmpty();
    }

    private PeerGroup teams(String text) throws IOException {
        return config(text).peerGroups().getLast();
    }

    private TandemConfig config(String text) throws IOException {
        return switch (read(text)) {
            case ConfigResult.Right right -> right.config();
            case ConfigResult.Wrong wrong -> throw new AssertionError(wrong.report());
        };
    }

    private List<String> mistakes(String text) throws IOException {
        return switch (read(text)) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong wrong -> wrong.mistakes().stream().map(Mistake::text).toList();
        };
    }

    private ConfigResult read(String text) throws IOException {
        return ConfigFile.readOffline(Files.writeString(folder.resolve("tandem.conf"), text));
    }

    private void certificate(String... names) throws IOException {
        LabCertificate issued = AUTHORITY.issue(new Request("gateway", List.of(names), NOW.minus(Duration.ofDays(2)),
                NOW.plus(Duration.ofDays(90)), Set.of(Usage.values()), KeyAlgorithm.EC_P256));
        Files.writeString(folder.resolve("roots.pem"), AUTHORITY.certificatePem());
        Files.writeString(folder.resolve("gateway.pem"), issued.chainPem());
        Files.writeString(folder.resolve("gateway.key"), issued.privateKeyPem());
    }
}
