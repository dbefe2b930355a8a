package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.ops.lab.cassandra.CassandraServer;
import io.tandem.ops.lab.cassandra.ServerSettings;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on a Cassandra that lets in nobody who has no certificate and no password (issue 5: credentials and TLS to the database). */
class SecuredCassandraIT {
    private static final String STORE_PASSWORD = "of the stores";
    private static final String NUMBER = "+441632960205";

    @TempDir
    private static Path folder;
    private static CassandraServer server;

    @BeforeAll
    static void startDatabase() throws IOException, GeneralSecurityException {
        Instant now = Instant.now();
        LabAuthority authority = LabAuthority.create(now);
        LabCertificate ofServer = issue(authority, now, "localhost", Usage.SERVER_AUTH);
        LabCertificate ofNode = issue(authority, now, "node", Usage.CLIENT_AUTH);
        Files.writeString(folder.resolve("root.pem"), authority.certificatePem());
        Files.writeString(folder.resolve("node.pem"), ofNode.chainPem());
        Files.writeString(folder.resolve("node.key"), ofNode.privateKeyPem());
        Files.writeString(folder.resolve("user"), "cassandra\n");
        Files.writeString(folder.resolve("password"), "cassandra\n");
        Files.writeString(folder.resolve("wrong"), "guessed\n");
        KeyStore keys = emptyStore();
        keys.setKeyEntry("server", key(ofServer), STORE_PASSWORD.toCharArray(),
                certificates(ofServer.chainPem()).toArray(Certificate[]::new));
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("root", certificates(authority.certificatePem()).getFirst());
        int port = FreePorts.range(2);
        server = CassandraServer
                .start(new ServerSettings(folder.resolve("cassandra"), "127.0.0.1", port, port + 1, true,
                        Optional.of(new ServerSettings.Guard(write(keys, "keys.p12"), write(trusted, "trusted.p12"),
                                STORE_PASSWORD))));
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        if (server != null) {
            server.kill();
        }
    }

    private static LabCertificate issue(LabAuthority authority, Instant now, String name, Usage usage) {
        return authority.issue(new Request(name, List.of(name), now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofDays(1)), Set.of(usage)));
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static PrivateKey key(LabCertificate of) throws GeneralSecurityException {
        String base64 = of.privateKeyPem().replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    private static List<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        return List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    }

    private static Path write(KeyStore store, String name) throws GeneralSecurityException, IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    private static String configuration(String keyspace, String password, String tls) {
        return """
                tandem.storage = cassandra
                tandem.lab = true
                tandem.cassandra { contact-points = ["127.0.0.1:%1$d"], keyspace = %2$s, connect-limit = 10 s,
                  user-file = "%3$s/user", password-file = "%3$s/%4$s", tls { %5$s } }
                """.formatted(server.settings().port(), keyspace, folder, password, tls);
    }

    private static String tls() {
        return "enabled = true, trust = \"%1$s/root.pem\", certificate = \"%1$s/node.pem\", key = \"%1$s/node.key\""
                .formatted(folder);
    }

    private static Path nodes(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Test
    void aCallOutlivesItsNode() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, configuration("guarded", "password", tls()),
                nodes("right"))) {
            NodePlan plan = node.plan();
            try (Phone core = new Phone(plan.corePeerPort());
                    Phone mps = new Phone(plan.mpsPeerPort());
                    PhoneCall call = new PhoneCall(core, mps, NUMBER, plan.corePort())) {
                call.assertAudioBothWays();
                node.kill();
                node.start();
                call.assertAudioBothWays();
                call.caller().hangUp(2);
                call.called().expectBye();
            }
        }
    }

    @Test
    void whoHasNoRightPasswordIsToldSo() {
        assertThatThrownBy(() -> NodeProcess.startOnFreePorts(20, configuration("refused", "wrong", tls()),
                nodes("wrong-password")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no Cassandra of data centre datacenter1 answers")
                .hasMessageContaining("and/or password are incorrect");
    }

    @Test
    void whoHasNoCertificateIsToldSo() {
        assertThatThrownBy(() -> NodeProcess.startOnFreePorts(20, configuration("refused", "password",
                "enabled = true, trust = \"" + folder + "/root.pem\""), nodes("no-certificate")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no Cassandra of data centre datacenter1 answers");
    }
}
