package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that talk TLS to each other, by the configuration that operators write. */
class ClusterTlsIT {
    private static final Duration FORMED = Duration.ofSeconds(60);
    /** Several tries of a node that is not let in. */
    private static final Duration KNOCKING = Duration.ofSeconds(8);

    @TempDir
    Path folder;

    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final List<NodePlan> plans = NodePlan.cluster(3, 20);
    private final List<ActorSystem<Void>> systems = new ArrayList<>();

    @AfterEach
    void stop() {
        systems.forEach(ActorSystem::terminate);
    }

    private ActorSystem<Void> start(int node, LabAuthority issuer, LabAuthority trusted, String name)
            throws IOException {
        Instant now = Instant.now();
        LabCertificate own = issuer.issue(new Request(name, List.of(name), now.minusSeconds(60), now.plusSeconds(3_600),
                Set.of(), KeyAlgorithm.RSA_2048));
        Path files = Files.createDirectory(folder.resolve("node-" + node));
        Files.writeString(files.resolve("node.pem"), own.chainPem());
        Files.writeString(files.resolve("node.key"), own.privateKeyPem());
        Files.writeString(files.resolve("roots.pem"), trusted.certificatePem());
        Path file = files.resolve("tandem.conf");
        Files.writeString(file, plans.get(node).with("""
                tandem.cluster.tls { certificate = "node.pem", key = "node.key", trust = "roots.pem" }
                """).hocon());
        ConfigResult result = ConfigFile.read(file, Optional.of(files.resolve("data")));
        if (!(result instanceof ConfigResult.Right(TandemConfig config))) {
            throw new IllegalArgumentException(((ConfigResult.Wrong) result).report());
        }
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "tandem", config.system());
        systems.add(system);
        Formation.join(system, config.cluster().joining());
        return system;
    }

    private static int up(ActorSystem<?> system) {
        int up = 0;
        for (Member member : Cluster.get(system).state().getMembers()) {
            up += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return up;
    }

    @Test
    void nodesWhoseCertificatesHaveANameInCommonFormAClusterAndAStrangerIsNotLetIn() throws IOException {
        ActorSystem<Void> first = start(0, authority, authority, "tandem-cluster");
        ActorSystem<Void> second = start(1, authority, authority, "tandem-cluster");
        await("both are up").atMost(FORMED).until(() -> up(first) == 2 && up(second) == 2);

        LabAuthority stranger = LabAuthority.create(Instant.now());
        ActorSystem<Void> third = start(2, stranger, stranger, "tandem-cluster");
        await("a stranger knocks").during(KNOCKING).atMost(KNOCKING.plusSeconds(5)).until(() -> up(first) == 2);
        assertThat(up(third)).isZero();
    }

    /** The authority issues certificates for other things, too. */
    @Test
    void aCertificateOfTheSameAuthorityForSomethingElseIsNoNode() throws IOException {
        ActorSystem<Void> first = start(0, authority, authority, "tandem-cluster");
        await("it is up").atMost(FORMED).until(() -> up(first) == 1);
        ActorSystem<Void> other = start(1, authority, authority, "web-server");
        await("it knocks").during(KNOCKING).atMost(KNOCKING.plusSeconds(5)).until(() -> up(first) == 1);
        assertThat(up(other)).isZero();
    }
}
