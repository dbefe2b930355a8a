package io.tandem.tenant.actor;

import static io.tandem.tenant.Samples.account;
import static io.tandem.tenant.Samples.operatorConnectNumber;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.Samples;
import io.tandem.tenant.TenantLimits;
import io.tandem.tenant.TenantReply;
import io.tandem.tenant.TenantReply.Refusal;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tenants, blocks and index together, sharded on one node. Every message is serialized on its way. */
class TenantsTest {
    private static final int AWAKE = 150;

    private static ActorTestKit kit;
    private static Tenants tenants;

    @BeforeAll
    static void startNode() {
        kit = ActorTestKit.create("tenants", ConfigFactory.parseString("""
                pekko.actor.provider = cluster
                pekko.actor.serialize-messages = on
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                """)
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(
                        PersistenceTestKitSnapshotPlugin.config()));
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        tenants = Tenants.start(kit.system(), new TenantsSettings(TenantLimits.DEFAULT,
                new AccountIndex.Limits(100, false), DirectorySettings.DEFAULT, AWAKE, 1024, Duration.ofSeconds(5)));
        TestProbe<Object> probe = kit.createTestProbe();
        probe.awaitAssert(Duration.ofSeconds(20), () -> {
            assertThat(reply(tenants.listAccounts(0, 1))).isInstanceOf(TenantReply.AccountPage.class);
            return null;
        });
    }

    @AfterAll
    static void stopNode() {
        kit.shutdownTestKit();
    }

    /** PRV-61, PRV-62: at the calls soon after it was ordered, and gone with its account. */
    @Test
    @Tag("PRV-61")
    void theCustomersOfDirectRoutingAreKnownByLabelAndByAccount() {
        assertStored(tenants.putAccount(Samples.fullAccount("routed")));
        awaitCustomer(Optional.of(new Customer("routed", "contoso", false)));
        assertThat(tenants.customers().ofAccount("routed")).contains(new Customer("routed", "contoso", false));
        assertThat(tenants.customers().ready()).isTrue();

        tenants.deleteAccount("routed", false);
        awaitCustomer(Optional.empty());
        assertThat(tenants.customers().ofAccount("routed")).isEmpty();
    }

    private static void awaitCustomer(Optional<Customer> customer) {
        kit.createTestProbe().awaitAssert(Duration.ofSeconds(10), () -> {
            assertThat(tenants.customers().ofLabel("contoso")).isEqualTo(customer);
            return null;
        });
    }

    @Test
    void twoAccountsThatRaceForManyNumbersNeverBothGetOne() {
        assertStored(tenants.putAccount(account("left")));
        assertStored(tenants.putAccount(account("right")));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> numbers = new ArrayList<>();
        List<CompletionStage<TenantReply>> left = new ArrayList<>();
        List<CompletionStage<TenantReply>> right = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String number = "+4416329" + (10_000 + i * 7);
            numbers.add(number);
            boolean leftFirst = random.nextBoolean();
            (leftFirst ? left : right).add(tenants.putNumber(leftFirst ? "left" : "right",
                    operatorConnectNumber(number)));
            (leftFirst ? right : left).add(tenants.putNumber(leftFirst ? "right" : "left",
                    operatorConnectNumber(number)));
        }
        for (int i = 0; i < numbers.size(); i++) {
            List<TenantReply> replies = List.of(reply(left.get(i)), reply(right.get(i)));
            assertThat(replies).as("seed %d, number %d", seed, i)
                    .filteredOn(
                            TenantReply.NumberStored.class::isInstance)
                    .hasSize(1);
            assertThat(replies).as("seed %d, number %d", seed, i)
                    .contains(
                            TenantReply.Refused.of(Refusal.NUMBER_HELD_ELSEWHERE));
            String winner = replies.getFirst() instanceof TenantReply.NumberStored ? "left" : "right";
            assertThat(tenants.directory().find(numbers.get(i)).toCompletableFuture().join()).isInstanceOfSatisfying(
                    Lookup.Held.class, held -> assertThat(held.account()).isEqualTo(winner));
        }
    }

    @Test
    void aReleasedNumberIsFreeForAnotherAndTheDirectoryHearsOfIt() {
        assertStored(tenants.putAccount(account("giver")));
        assertStored(tenants.putAccount(account("taker")));
        PhoneNumber number = PhoneNumber.parse("+4920112345").orElseThrow();
        assertThat(find(number)).isEqualTo(new Lookup.Unprovisioned(number.e164()));
        reply(tenants.putNumber("giver", operatorConnectNumber(number.e164())));
        awaitHolder(number, "giver");

        assertThat(reply(tenants.deleteNumber("giver", number))).isEqualTo(new TenantReply.NumberGone());
        reply(tenants.putNumber("taker", operatorConnectNumber(number.e164())));
        awaitHolder(number, "taker");
    }

    @Test
    void deletingAnAccountWithItsNumbersFreesThemAndTheName() {
        assertStored(tenants.putAccount(account("big")));
        for (int i = 0; i < 200; i++) {
            reply(tenants.putNumber("big", operatorConnectNumber("+4930" + (10_000 + i * 331))));
        }
        assertThat(reply(tenants.deleteAccount("big", false))).isEqualTo(
                TenantReply.Refused.of(Refusal.ACCOUNT_NOT_EMPTY));
        assertThat(reply(tenants.deleteAccount("big", true))).isEqualTo(new TenantReply.AccountGone());
        assertThat(reply(tenants.getAccount("big"))).isEqualTo(TenantReply.Refused.of(Refusal.NO_SUCH_ACCOUNT));
        assertThat(reply(tenants.listAccounts(0, 100)).toString()).doesNotContain("name=big");

        assertStored(tenants.putAccount(account("big")));
        assertThat(reply(tenants.putNumber("big", operatorConnectNumber("+493010331")))).isInstanceOf(
                TenantReply.NumberStored.class);
    }

    @Test
    void aWriteThatFailsIsUnavailableAndTheNextTryWorks() {
        assertStored(tenants.putAccount(account("unlucky")));
        PersistenceTestKit.create(kit.system()).failNextPersisted("Tenant|unlucky");

        assertThat(reply(tenants.putNumber("unlucky", operatorConnectNumber("+4940112233")))).isEqualTo(
                TenantReply.Refused.of(Refusal.UNAVAILABLE));
        assertThat(reply(tenants.putNumber("unlucky", operatorConnectNumber("+4940112233")))).isInstanceOf(
                TenantReply.NumberStored.class);
    }

    @Test
    void callsToNumbersThatNobodyHasKeepOnlySoManyBlocksAwake() {
        for (int i = 0; i < 4 * AWAKE; i++) {
            assertThat(find(PhoneNumber.at(7_000_000 + i, 1))).isInstanceOf(Lookup.Unprovisioned.class);
        }
        TestProbe<ShardRegion.CurrentShardRegionState> probe = kit.createTestProbe();
        probe.awaitAssert(() -> {
            ClusterSharding.get(kit.system())
                    .shardState()
                    .tell(
                            new GetShardRegionState(NumberBlockActor.TYPE, probe.getRef()));
            int awake = probe.receiveMessage()
                    .getShards()
                    .stream()
                    .mapToInt(
                            shard -> shard.getEntityIds().size())
                    .sum();
            // Each shard keeps at least one.
            assertThat(awake).isLessThan(2 * AWAKE);
            return null;
        });
    }

    private static void awaitHolder(PhoneNumber number, String account) {
        kit.<Object>createTestProbe().awaitAssert(() -> {
            assertThat(find(number)).isInstanceOfSatisfying(Lookup.Held.class,
                    held -> assertThat(held.account()).isEqualTo(account));
            return null;
        });
    }

    private static Lookup find(PhoneNumber number) {
        return tenants.directory().find(number.e164()).toCompletableFuture().join();
    }

    private static void assertStored(CompletionStage<TenantReply> reply) {
        assertThat(reply(reply)).isInstanceOf(TenantReply.AccountStored.class);
    }

    private static TenantReply reply(CompletionStage<TenantReply> reply) {
        return reply.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
