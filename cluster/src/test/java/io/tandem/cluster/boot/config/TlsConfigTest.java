package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.tls.TlsSettings.GroupTls;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a configuration with TLS, with real certificate files beside it. */
class TlsConfigTest {
    private static final Instant NOW = Instant.now();
    private static final LabAuthority AUTHORITY = LabAuthority.create(NOW);
    private static final String RIGHT = """
            tandem {
              data-directory = "data"
              storage = embedded
              tls.identities = [
                { name = gateway, certificate = "gateway.pem", key = "gateway.key" }
              ]
              sip.listeners = [
                { name = core-udp, transport = udp, address = "127.0.0.1", port = 5060 }
                { name = mps-tls, transport = tls, address = "127.0.0.1", port = 5061,
                  advertised-address = "sbc.example.com",
                  tls { identities = [gateway], trust = "roots.pem" } }
              ]
              peer-groups = [
                { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
                  default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"],
                  peers = [ { name = core-1, address = "127.0.0.1", port = 5070 } ] }
                { name = teams, side = mps, listeners = [mps-tls], services = [OperatorConnect], signaling-protocol = TLS, media-protocol = RTP,
                  allowed-signaling-sources = ["127.0.0.0/8"], tls { names = ["sip.pstnhub.microsoft.com"] },
                  peers = [ { name = mps-1, address = "127.0.0.1", port = 5080 } ] }
              ]
              media { address = "127.0.0.1", ports = "10000-19999" }
              http { provisioning = "127.0.0.1:8080", ops = "127.0.0.1:9095" }
              cluster.port = 25520
            }
            """;

    private static final String PEER = "peers = [ { name = mps-1, address = \"127.0.0.1\", port = 5080 } ] }";

    @TempDir
    Path folder;

    @BeforeEach
    void issue() throws IOException {
        Files.writeString(folder.resolve("roots.pem"), AUTHORITY.certificatePem());
        own("sbc.example.com", NOW.plus(Duration.ofDays(90)), KeyAlgorithm.EC_P256);
    }

    @Test
    void theRightOneIsTakenWithItsCertificate() throws IOException {
        Path file = Files.writeString(folder.resolve("tandem.conf"), RIGHT);
        assertThat(ConfigFile.readOffline(file)).isInstanceOfSatisfying(ConfigResult.Right.class,
                right -> assertThat(right.config().tls().groups()).containsEntry("teams",
                        new GroupTls("gateway", folder.resolve("roots.pem"))));
    }

    @Test
    @Tag("TSP-29")
    void aHostThatTheCertificateDoesNotSpeakForIsAMistake() throws IOException {
        assertThat(mistakes("sbc.example.com", "sbc2.example.com")).containsExactly(
                "tandem.sip.listeners[1].advertised-address (line 10): found \"sbc2.example.com\"; right would be a host "
                        + "that certificate gateway speaks for (exactly, or by a wildcard for one label), which "
                        + "sbc2.example.com is not");
    }

    @Test
    @Tag("TSP-24")
    void aWildcardCoversOneLabelAndNotTwo() throws IOException {
        own("*.example.com", NOW.plus(Duration.ofDays(90)), KeyAlgorithm.EC_P256);

        assertThat(mistakes("sbc.example.com", "sbc2.example.com")).isEmpty();
        assertThat(mistakes("sbc.example.com", "sbc.test.example.com")).hasSize(1)
                .first()
                .asString()
                .contains(
                        "which sbc.test.example.com is not");
    }

    @Test
    @Tag("TSP-10")
    void aNameOfMicrosoftsOwnDomainIsAMistake() throws IOException {
        assertThat(mistakes("sbc.example.com", "contoso.onmicrosoft.com")).first()
                .isEqualTo(
                        "tandem.sip.listeners[1].advertised-address (line 10): found contoso.onmicrosoft.com; right "
                                + "would be a name of a domain of your own: Microsoft takes no gateway of "
                                + "onmicrosoft.com");
    }

    @Test
    @Tag("TRAP-26")
    @Tag("TSP-43")
    void anAddressInOurContactTowardsMicrosoftIsAMistake() throws IOException {
        assertThat(mistakes("advertised-address = \"sbc.example.com\",", "")).hasSize(2) // nor does the certificate cover it
                .element(1)
                .asString()
                .startsWith("tandem.peer-groups[1].listeners (line 1")
                .endsWith("right would be listeners of TLS whose advertised-address is a host name, which that of "
                        + "mps-tls is not: Microsoft refuses addresses in Contact");
    }

    @Test
    void anExpiredCertificateIsAMistake() throws IOException {
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        own("sbc.example.com", yesterday, KeyAlgorithm.EC_P256);

        assertCertificateIsWrong("gateway.pem: expired on ");
    }

    @Test
    @Tag("TSP-26")
    void aWeakKeyIsAMistake() throws IOException {
        own("sbc.example.com", NOW.plus(Duration.ofDays(90)), KeyAlgorithm.RSA_1024);

        assertCertificateIsWrong("gateway.pem: an RSA key of 1024 bits; at least 2048 would be right (TSP-26)");
    }

    @Test
    void aKeyThatDoesNotFitIsAMistake() throws IOException {
        String first = Files.readString(folder.resolve("gateway.pem"));
        own("sbc.example.com", NOW.plus(Duration.ofDays(90)), KeyAlgorithm.EC_P256);
        Files.writeString(folder.resolve("gateway.pem"), first);

        assertCertificateIsWrong("gateway.key: not the key of the certificate in ");
    }

    @Test
    void aFileThatIsNotThereIsAMistakeOfItsOwnKey() throws IOException {
        Files.delete(folder.resolve("gateway.pem"));
        assertCertificateIsWrong("gateway.pem: no such file");
    }

    @Test
    void rootsThatAreNotThereAreAMistake() throws IOException {
        Files.delete(folder.resolve("roots.pem"));
        assertThat(mistakes("", "")).hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "tandem.sip.listeners[1].tls.trust (line 11): found roots.pem; right would be a PEM file of root "
                                + "certificates (")
                .endsWith("roots.pem: no such file)");
    }

    @Test
    @Tag("TSP-28")
    void aTrunkWhosePeersHaveNoNamesIsAMistake() throws IOException {
        assertThat(mistakes(", tls { names = [\"sip.pstnhub.microsoft.com\"] }", "")).hasSize(1)
                .first()
                .asString()
                .contains(
                        "tandem.peer-groups[1].tls", "names = [ \"sip.example.com\" ] in it");
    }

    /** RFC 5922 §4: the domain that is asked for, whatever servers it leads to. */
    @Test
    void peersThatHaveNamesProveThoseUnlessTheTrunkSaysOthers() throws IOException {
        assertThat(RIGHT).contains(PEER);
        Path file = Files.writeString(folder.resolve("tandem.conf"), RIGHT.replace(PEER, """
                peers = [ { name = mps-1, srv-record = "_sip._tls.r1.example.com" }
                          { name = mps-2, domain = "r2.example.com" }
                          { name = mps-3, a-record = "sip3.example.com", port = 5061 } ] }""")
                .replace(", tls { names = [\"sip.pstnhub.microsoft.com\"] }", ""));
        assertThat(ConfigFile.readOffline(file)).isInstanceOfSatisfying(ConfigResult.Right.class,
                right -> assertThat(right.config().peerGroups().getLast().security().names())
                        .containsExactly("r1.example.com", "r2.example.com", "sip3.example.com"));
    }

    @Test
    @Tag("TSP-29")
    void aHostOfOptionsThatTheCertificateDoesNotSpeakForIsAMistake() throws IOException { // TSP-29, TSP-43
        assertThat(mistakes(PEER, "probing.host = \"sbc.example.com\", " + PEER)).isEmpty();
        assertThat(mistakes(PEER, "probing.host = \"sbc2.example.com\", " + PEER)).hasSize(1)
                .first()
                .asString()
                .startsWith("tandem.peer-groups[1].probing.host (line ")
                .endsWith("found \"sbc2.example.com\"; right would be a host that certificate gateway speaks for "
                        + "(exactly, or by a wildcard for one label), which sbc2.example.com is not");
    }

    @Test
    @Tag("TRAP-26")
    @Tag("TSP-43")
    void anAddressAsTheHostOfOptionsIsAMistake() throws IOException {
        assertThat(mistakes(PEER, "probing.host = \"192.0.2.1\", " + PEER)).hasSize(1)
                .first()
                .asString()
                .startsWith("tandem.peer-groups[1].probing.host (line ")
                .endsWith("found 192.0.2.1; right would be a host name such as sip.example.com");
    }

    /** The trunk may show another certificate than its listener: that one must speak for the Contact, too. */
    @Test
    @Tag("TSP-29")
    void aTrunksOwnCertificateMustSpeakForTheContactTowardsMicrosoft() throws IOException {
        own("other", "client.example.com", NOW.plus(Duration.ofDays(90)), KeyAlgorithm.EC_P256);
        String two = "{ name = gateway, certificate = \"gateway.pem\", key = \"gateway.key\" }";
        String right = RIGHT.replace(two, two + ", { name = other, certificate = \"other.pem\", key = \"other.key\" }")
                .replace("tls { names =", "tls { identity = other, names =");
        Path file = Files.writeString(folder.resolve("tandem.conf"), right);
        assertThat(ConfigFile.readOffline(file)).isInstanceOfSatisfying(ConfigResult.Wrong.class,
                wrong -> assertThat(wrong.mistakes()).singleElement()
                        .extracting(Mistake::text)
                        .asString()
                        .startsWith("tandem.peer-groups[1].tls.identity (line ")
                        .endsWith(
                                "found other; right would be a certificate that speaks for sbc.example.com, the host in "
                                        + "our Contact"));
    }

    @Test
    void anUnknownCertificateIsAMistakeWithTheNearestName() throws IOException {
        assertThat(mistakes("identities = [gateway]", "identities = [gatway]")).containsExactly(
                "tandem.sip.listeners[1].tls.identities[0] (line 11): found gatway; right would be gateway (did you mean "
                        + "that?)");
    }

    private void assertCertificateIsWrong(String why) throws IOException {
        assertThat(mistakes("", "")).hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "tandem.tls.identities[0].certificate (line 5): found gateway.pem; right would be a valid "
                                + "certificate with its key (")
                .contains(why);
    }

    private List<String> mistakes(String right, String wrong) throws IOException {
        assertThat(RIGHT).contains(right);
        Path file = Files.writeString(folder.resolve("tandem.conf"), RIGHT.replace(right, wrong));
        return switch (ConfigFile.readOffline(file)) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong found -> found.mistakes().stream().map(Mistake::text).toList();
        };
    }

    private void own(String name, Instant until, KeyAlgorithm keys) throws IOException {
        own("gateway", name, until, keys);
    }

    private void own(String file, String name, Instant until, KeyAlgorithm keys) throws IOException {
        LabCertificate issued = AUTHORITY.issue(new Request(name, List.of(name), NOW.minus(Duration.ofDays(2)), until,
                Set.of(Usage.values()), keys));
        Files.writeString(folder.resolve(file + ".pem"), issued.chainPem());
        Files.writeString(folder.resolve(file + ".key"), issued.privateKeyPem());
    }
}
