package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.tenant.AccountServices;
import io.tandem.tenant.AccountSettings;
import io.tandem.tenant.DirectRoutingService;
import io.tandem.tenant.NumberServices;
import io.tandem.tenant.NumberSettings;
import io.tandem.tenant.SyncedService;
import io.tandem.tenant.TenantReply;
import io.tandem.tenant.UploadedService;
import io.tandem.tenant.actor.Tenants;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Accounts and numbers on a cluster of three: every message between them is serialized. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TenantsOnThreeNodesTest {
    /** PRV-60 to PRV-64, design §5: what is ordered takes effect in under 10 s. */
    private static final Duration IN_EFFECT = Duration.ofSeconds(10);
    private static final Duration FORMED = Duration.ofSeconds(60);

    private record Node(ActorSystem<Void> system, Tenants tenants) {
        Cluster cluster() {
            return Cluster.get(system);
        }

        boolean seesMembers(int count) {
            return countUp() == count && cluster().state().getUnreachable().isEmpty();
        }

        private int countUp() {
            int[] up = new int[1];
            cluster().state().getMembers().forEach(member -> up[0] += member.status() == MemberStatus.up() ? 1 : 0);
            return up[0];
        }
    }

    private static final List<Node> NODES = new ArrayList<>();

    @BeforeAll
    static void form() {
        for (int i = 0; i < 3; i++) {
            ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "tandem", settings());
            Cluster cluster = Cluster.get(system);
            List<Address> seeds = List.of(NODES.isEmpty() ? cluster.selfAddress() : seed());
            cluster.joinSeedNodes(seeds);
            DeadNodeWatch.start(system);
            NODES.add(new Node(system, Tenants.start(system)));
        }
        await("three members").atMost(FORMED).until(() -> NODES.stream().allMatch(node -> node.seesMembers(3)));
        NODES.forEach(node -> await("the index answers").atMost(FORMED)
                .until(() -> reply(node.tenants().listAccounts(0, 1)) instanceof TenantReply.AccountPage));
    }

    private static Address seed() {
        return NODES.getFirst().cluster().selfAddress();
    }

    private static Config settings() {
        return ConfigFactory.parseString("""
                tandem.cluster { host = "127.0.0.1", port = 0 }
                pekko.actor.serialize-messages = on
                pekko.persistence {
                  journal.plugin = test-journal
                  snapshot-store.plugin = "pekko.persistence.no-snapshot-store"
                }
                test-journal.class = "io.tandem.cluster.member.SharedJournal"
                pekko.coordinated-shutdown.run-by-actor-system-terminate = off
                """)
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    @AfterAll
    static void stop() {
        NODES.forEach(node -> node.system().terminate());
        SharedJournal.clear();
    }

    @Test
    @Tag("PRV-60")
    void aNumberThatAnyNodeIsToldOfIsKnownToAllAndSoIsItsNextHolder() {
        PhoneNumber number = PhoneNumber.parse("+441632960123").orElseThrow();
        assertStored(node(0).putAccount(account("giver", Optional.empty())));
        assertStored(node(1).putAccount(account("taker", Optional.empty())));
        NODES.forEach(node -> assertThat(find(node, number)).isInstanceOf(Lookup.Unprovisioned.class));

        assertThat(reply(node(1).putNumber("giver", number(number)))).isInstanceOf(TenantReply.NumberStored.class);
        awaitHolder(number, "giver");

        reply(node(2).deleteNumber("giver", number));
        reply(node(0).putNumber("taker", number(number)));
        awaitHolder(number, "taker");
    }

    @Test
    @Tag("PRV-61")
    void aCustomerOfDirectRoutingIsKnownToAllNodesAndSoIsItsEnd() {
        assertStored(node(2).putAccount(account("routed", Optional.of("contoso"))));
        awaitCustomer("contoso", Optional.of("routed"));

        assertThat(reply(node(1).deleteAccount("routed", true))).isEqualTo(new TenantReply.AccountGone());
        awaitCustomer("contoso", Optional.empty());
    }

    @Test
    void everyNodeAnswersForEveryAccount() {
        for (int i = 0; i < 3; i++) {
            assertStored(node(i).putAccount(account("listed-" + i, Optional.empty())));
        }
        for (Node node : NODES) {
            String listed = reply(node.tenants().listAccounts(0, 100)).toString();
            for (int i = 0; i < 3; i++) {
                assertThat(reply(node.tenants().getAccount("listed-" + i)))
                        .isInstanceOf(TenantReply.AccountFound.class);
                assertThat(listed).contains("listed-" + i);
            }
        }
    }

    /** The node that began is gone, and with it a third of all that is awake, and the coordinators. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whatANodeThatDiedHadIsAnsweredByTheOthers() {
        PhoneNumber number = PhoneNumber.parse("+441632970123").orElseThrow();
        assertStored(node(0).putAccount(account("survivor", Optional.of("fabrikam"))));
        reply(node(0).putNumber("survivor", number(number)));
        awaitHolder(number, "survivor");

        Node dead = NODES.removeFirst();
        dead.system().terminate();
        dead.system().getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        await("two members").atMost(Duration.ofSeconds(20))
                .until(() -> NODES.stream().allMatch(node -> node.seesMembers(2)));

        await("an account can be changed").atMost(Duration.ofSeconds(20))
                .until(() -> reply(node(0)
                        .putAccount(account("survivor", Optional.of("wingtip")))) instanceof TenantReply.AccountStored);
        awaitCustomer("wingtip", Optional.of("survivor"));
        awaitCustomer("fabrikam", Optional.empty());
        reply(node(1).deleteNumber("survivor", number));
        NODES.forEach(node -> await("the number is free").atMost(IN_EFFECT)
                .until(() -> find(node, number) instanceof Lookup.Unprovisioned));
    }

    private static Tenants node(int index) {
        return NODES.get(index).tenants();
    }

    private static void awaitHolder(PhoneNumber number, String account) {
        NODES.forEach(node -> await(account + " holds it").atMost(IN_EFFECT)
                .until(() -> find(node, number) instanceof Lookup.Held held && held.account().equals(account)));
    }

    private static void awaitCustomer(String label, Optional<String> account) {
        NODES.forEach(node -> await(label + " is " + account).atMost(IN_EFFECT)
                .until(() -> node.tenants().customers().ofLabel(label).map(Customer::account).equals(account)));
    }

    private static Lookup find(Node node, PhoneNumber number) {
        return node.tenants()
                .directory()
                .find(number.e164())
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void assertStored(CompletionStage<TenantReply> reply) {
        assertThat(reply(reply)).isInstanceOf(TenantReply.AccountStored.class);
    }

    private static TenantReply reply(CompletionStage<TenantReply> reply) {
        return reply.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static AccountSettings account(String name, Optional<String> subdomain) {
        return new AccountSettings(name, Optional.empty(), new AccountServices(Optional.empty(),
                Optional.of(new SyncedService(true, false)), Optional.empty(), Optional.empty(),
                subdomain.map(label -> new DirectRoutingService(true, true, false, Optional.of(label),
                        Optional.of("ms=1"), Optional.of("ms=2"))),
                Optional.empty()));
    }

    private static NumberSettings number(PhoneNumber number) {
        return new NumberSettings(number, Optional.empty(), new NumberServices(
                Optional.of(new UploadedService(true, false, Optional.empty())), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()));
    }
}
