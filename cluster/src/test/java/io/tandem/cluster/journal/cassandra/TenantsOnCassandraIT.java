package io.tandem.cluster.journal.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tandem.cluster.TestCassandra;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.tenant.AccountServices;
import io.tandem.tenant.AccountSettings;
import io.tandem.tenant.NumberServices;
import io.tandem.tenant.NumberSettings;
import io.tandem.tenant.SyncedService;
import io.tandem.tenant.TenantReply;
import io.tandem.tenant.UploadedService;
import io.tandem.tenant.actor.Tenants;
import io.tandem.tenant.number.PhoneNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts and numbers in a real Cassandra: what was acknowledged is there after a restart. */
class TenantsOnCassandraIT {
    private static final String KEYSPACE = TestCassandra.newKeyspace();
    private static final int NUMBERS = 20;
    private static final int AT_A_TIME = 10;

    @TempDir
    private Path data;
    private ActorTestKit kit;
    private Tenants tenants;

    @BeforeEach
    void start() {
        Config config = ConfigFactory.parseString("""
                pekko.actor.provider = cluster
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                """).withFallback(StoreOnTest.config(KEYSPACE));
        kit = ActorTestKit.create("tenants-on-cassandra", config);
        CassandraStore.get(kit.system()).open(TestCassandra.settings(KEYSPACE, data, WhenAway.REFUSE), "node-1");
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        tenants = Tenants.start(kit.system());
        await("the accounts answer")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> reply(tenants.listAccounts(0, 1)) instanceof TenantReply.AccountPage);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void accountsNumbersAndTheirHoldersOutliveARestart() {
        assertThat(reply(tenants.putAccount(account("acme")))).isInstanceOf(TenantReply.AccountStored.class);
        assertThat(reply(tenants.putAccount(account("gone")))).isInstanceOf(TenantReply.AccountStored.class);
        assertThat(reply(tenants.deleteAccount("gone", false))).isInstanceOf(TenantReply.AccountGone.class);
        for (int i = 0; i < NUMBERS; i += AT_A_TIME) {
            List<CompletionStage<TenantReply>> puts = new ArrayList<>();
            for (int j = i; j < i + AT_A_TIME; j++) {
                puts.add(tenants.putNumber("acme", number(j)));
            }
            puts.forEach(put -> assertThat(reply(put)).isInstanceOf(TenantReply.NumberStored.class));
        }
        assertThat(reply(tenants.deleteNumber("acme", number(7).telephoneNumber()))).isInstanceOf(
                TenantReply.NumberGone.class);

        stop();
        start();

        assertThat(reply(tenants.listAccounts(0, 10))).isInstanceOfSatisfying(TenantReply.AccountPage.class,
                page -> assertThat(page.accounts()).singleElement().satisfies(account -> {
                    assertThat(account.settings()).isEqualTo(account("acme"));
                    assertThat(account.numberCounts().teamsOperatorConnect()).isEqualTo(NUMBERS - 1);
                }));
        assertThat(find(8)).isInstanceOfSatisfying(Lookup.Held.class,
                held -> assertThat(held.account()).isEqualTo("acme"));
        assertThat(find(7)).isInstanceOf(Lookup.Unprovisioned.class);
        assertThat(find(NUMBERS - 1)).isInstanceOf(Lookup.Held.class);
    }

    private Lookup find(int place) {
        return tenants.directory().find(number(place).telephoneNumber().e164()).toCompletableFuture().join();
    }

    private static AccountSettings account(String name) {
        return new AccountSettings(name, Optional.empty(), new AccountServices(Optional.empty(),
                Optional.of(new SyncedService(true, false)), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty()));
    }

    private static NumberSettings number(int place) {
        return new NumberSettings(PhoneNumber.parse("+44163296" + (1000 + place)).orElseThrow(), Optional.empty(),
                new NumberServices(Optional.of(new UploadedService(true, false, Optional.empty())), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static TenantReply reply(CompletionStage<TenantReply> reply) {
        return reply.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
