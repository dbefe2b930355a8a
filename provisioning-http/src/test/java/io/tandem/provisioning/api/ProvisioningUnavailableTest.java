package io.tandem.provisioning.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.TenantLimits;
import io.tandem.tenant.actor.DirectorySettings;
import io.tandem.tenant.actor.Tenants;
import io.tandem.tenant.actor.TenantsSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node that belongs to no cluster yet: nothing that it asks is answered. */
class ProvisioningUnavailableTest {
    private static ActorTestKit kit;
    private static HttpClient client;
    private static String base;

    @BeforeAll
    static void startServer() {
        kit = ActorTestKit.create("alone", ConfigFactory.parseString("""
                pekko.actor.provider = cluster
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                """).withFallback(PersistenceTestKitPlugin.config()));
        Tenants tenants = Tenants.start(kit.system(), new TenantsSettings(TenantLimits.DEFAULT,
                new AccountIndex.Limits(10, false), DirectorySettings.DEFAULT, 100, 4, Duration.ofMillis(500)));
        base = "http://127.0.0.1:" + ProvisioningServer.bind(kit.system(), "127.0.0.1", 0,
                tenants).toCompletableFuture().join().address().getPort();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stopServer() {
        client.close();
        kit.shutdownTestKit();
    }

    @Test
    void saysUnavailableWhenNothingAnswersAndBusyWhenTooMuchWaits() {
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(client.sendAsync(HttpRequest.newBuilder(URI.create(base + "/accounts/a" + i)).build(),
                    BodyHandlers.ofString()));
        }
        List<String> codes = all.stream().map(CompletableFuture::join).map(response -> {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            return response.headers().firstValue("x-ms-error-code").orElse("");
        }).toList();

        assertThat(codes).contains("Busy", "Unavailable").hasSize(8);
        assertThat(codes.stream().filter("Unavailable"::equals)).hasSize(4);
    }
}
