package io.tandem.provisioning.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.tandem.tenant.actor.Tenants;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as a client meets it: a real server, the tenants behind it, the journal in memory. */
class ProvisioningServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOCAL_OC = """
            {"serviceDetails":{"teamsOperatorConnect":{"enabled":true,"syncEnabled":false}}}""";
    private static final String OC_NUMBER = """
            {"serviceDetails":{"teamsOperatorConnect":{"enabled":true}}}""";

    private static ActorTestKit kit;
    private static HttpClient client;
    private static String base;

    /** What came back. */
    private record Answer(int status, JsonNode body, HttpResponse<String> response) {
        String code() {
            assertThat(response.headers().firstValue("x-ms-error-code")).contains(
                    body.at("/error/code").asText());
            return body.at("/error/code").asText();
        }
    }

    @BeforeAll
    static void startServer() {
        kit = ActorTestKit.create("provisioning", ConfigFactory.parseString("""
                pekko.actor.provider = cluster
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                """)
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(
                        PersistenceTestKitSnapshotPlugin.config()));
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        ProvisioningServer server = ProvisioningServer.bind(kit.system(), "127.0.0.1", 0,
                Tenants.start(kit.system())).toCompletableFuture().join();
        base = "http://127.0.0.1:" + server.address().getPort();
        client = HttpClient.newHttpClient();
        kit.createTestProbe().awaitAssert(Duration.ofSeconds(20), () -> {
            assertThat(get("/accounts").status()).isEqualTo(200);
            return null;
        });
    }

    @AfterAll
    static void stopServer() {
        client.close();
        kit.shutdownTestKit();
    }

    @Test
    void anAccountIsCreatedReplacedReadAndDeleted() {
        assertThat(put("/accounts/one?api-version=2024-02-29-preview", LOCAL_OC).status()).isEqualTo(201);
        Answer replaced = put("/accounts/one", """
                {"correlationId":"crm 7","serviceDetails":{"teamsOperatorConnect":{"enabled":true},
                 "teamsDirectRouting":{"enabled":true,"syncEnabled":true,"configuration":{"subdomain":"one",
                 "subdomainTokens":{"region1Token":"ms=1"}}}}}""");
        assertThat(replaced.status()).isEqualTo(200);

        Answer read = get("/accounts/one");
        assertThat(read.body()).isEqualTo(replaced.body()).isEqualTo(tree("""
                {"name":"one","correlationId":"crm 7","serviceDetails":{
                  "teamsOperatorConnect":{"enabled":true,"syncEnabled":false,"numberCount":0},
                  "teamsDirectRouting":{"enabled":true,"syncEnabled":true,"numberCount":0,
                    "configuration":{"callScreening":true,"subdomain":"one",
                      "subdomainTokens":{"region1Token":"ms=1"}},"subdomainStatus":"notProvisioned"}},
                 "serviceProvisioningStatus":"synced","serviceProvisioningErrors":[]}"""));
        assertThat(put("/accounts/one", read.response().body()).status()).as(
                "what is read may be written back").isEqualTo(200);

        assertThat(delete("/accounts/one").status()).isEqualTo(204);
        assertThat(get("/accounts/one").code()).isEqualTo("AccountNotFound");
        assertThat(delete("/accounts/one").status()).isEqualTo(404);
    }

    @Test
    void aNumberIsCreatedReplacedReadAndDeletedWithAPlusOrItsEscape() {
        put("/accounts/two", LOCAL_OC);
        String config = """
                {"telephoneNumber":"+441632960002","accountName":"two","configuration":{"customSipHeader":"h-1"},
                 "serviceDetails":{"teamsOperatorConnect":{"enabled":true,"configuration":{
                   "usage":"CallingUserAssignment","choosableCapabilities":["InboundCalling"],
                   "civicAddressId":"a1"}}}}""";
        assertThat(put("/accounts/two/numbers/+441632960002", OC_NUMBER).status()).isEqualTo(201);
        assertThat(put("/accounts/two/numbers/%2B441632960002", config).status()).isEqualTo(200);

        Answer read = get("/accounts/two/numbers/%2B441632960002");
        assertThat(read.body()).isEqualTo(tree("""
                {"telephoneNumber":"+441632960002","accountName":"two","configuration":{"customSipHeader":"h-1"},
                 "serviceDetails":{"teamsOperatorConnect":{"enabled":true,"assignmentStatus":"unassigned",
                   "configuration":{"usage":"CallingUserAssignment","choosableCapabilities":["InboundCalling"],
                   "additionalUsages":[],"civicAddressId":"a1","allowTenantAddressUpdate":false}}},
                 "serviceProvisioningStatus":"synced","serviceProvisioningErrors":[]}"""));
        assertThat(put("/accounts/two/numbers/+441632960002", read.response().body()).status()).isEqualTo(200);
        assertThat(
                get("/accounts/two").body().at("/serviceDetails/teamsOperatorConnect/numberCount").asInt()).isEqualTo(
                        1);

        assertThat(delete("/accounts/two").code()).isEqualTo("AccountNotEmpty");
        assertThat(delete("/accounts/two/numbers/+441632960002").status()).isEqualTo(204);
        assertThat(get("/accounts/two/numbers/+441632960002").code()).isEqualTo("NumberNotFound");
    }

    @Test
    void anAccountGoesWithItsNumbersWhenToldSo() {
        put("/accounts/three", LOCAL_OC);
        put("/accounts/three/numbers/+441632960003", OC_NUMBER);
        assertThat(delete("/accounts/three?deleteNumbers=perhaps").status()).isEqualTo(400);
        assertThat(delete("/accounts/three").status()).isEqualTo(409);
        assertThat(delete("/accounts/three?deleteNumbers=true").status()).isEqualTo(204);
    }

    @Test
    void aNumberOfAnotherAccountIsAConflictAlsoWhenTwoRace() {
        put("/accounts/four", LOCAL_OC);
        put("/accounts/five", LOCAL_OC);
        for (int i = 0; i < 20; i++) {
            String number = "/numbers/+44163296" + (1000 + i);
            List<CompletableFuture<HttpResponse<String>>> racing = new ArrayList<>();
            for (String account : List.of("four", "five")) {
                racing.add(client.sendAsync(request("PUT", "/accounts/" + account + number, OC_NUMBER),
                        BodyHandlers.ofString()));
            }
            assertThat(racing.stream().map(response -> response.join().statusCode())).containsExactlyInAnyOrder(201,
                    409);
        }
    }

    @Test
    void syncThatNothingCarriesOutYetIsPendingAndNotClaimedDone() {
        put("/accounts/six", """
                {"serviceDetails":{"teamsOperatorConnect":{"enabled":true,"syncEnabled":true}}}""");
        Answer number = put("/accounts/six/numbers/+441632960006", OC_NUMBER);

        assertThat(get("/accounts/six").body().at("/serviceProvisioningStatus").asText()).isEqualTo("pending");
        assertThat(number.body().at("/serviceProvisioningStatus").asText()).isEqualTo("pending");
    }

    @Test
    void everyMistakeIsToldWithItsField() {
        Answer answer = put("/accounts/seven", """
                {"name":"eight","colour":"red","correlationId":5,"serviceDetails":{"teamsTenantId":"nobody",
                 "teamsOperatorConnect":{"enabled":"yes","speed":1},"teamsDirectRouting":{"configuration":
                 {"subdomain":"much-too-long"}}}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/error/details").findValuesAsText("target")).containsExactlyInAnyOrder("name",
                "colour", "correlationId", "serviceDetails.teamsTenantId",
                "serviceDetails.teamsOperatorConnect.enabled", "serviceDetails.teamsOperatorConnect.speed",
                "serviceDetails.teamsDirectRouting.configuration.subdomain");
        assertThat(answer.body().at("/error/message").asText()).contains("6 more");
    }

    @Test
    void aRuleThatAnAccountSetsIsUnprocessable() {
        put("/accounts/nine", LOCAL_OC);
        Answer notEnabled = put("/accounts/nine/numbers/+441632960009", """
                {"serviceDetails":{"teamsDirectRouting":{"enabled":true},"zoomPhoneCloudPeering":{"enabled":true}}}""");
        assertThat(notEnabled.status()).isEqualTo(422);
        assertThat(notEnabled.body().at("/error/details").findValuesAsText("target")).containsExactly(
                "serviceDetails", "serviceDetails.teamsDirectRouting.enabled",
                "serviceDetails.zoomPhoneCloudPeering.enabled");

        put("/accounts/nine/numbers/+441632960009", OC_NUMBER);
        assertThat(put("/accounts/nine", "{}").code()).isEqualTo("RuleBroken");
        assertThat(put("/accounts/nine", LOCAL_OC.replace("{\"serviceDetails\":{",
                "{\"serviceDetails\":{\"teamsTenantId\":\"72f988bf-86f1-41af-91ab-2d7cd011db47\",")).code()).isEqualTo(
                        "TenantIdLocked");
    }

    @Test
    void aSubdomainBelongsToOneAccount() {
        String routing = """
                {"serviceDetails":{"teamsDirectRouting":{"enabled":true,"configuration":{"subdomain":"%s"}}}}""";
        assertThat(put("/accounts/ten", routing.formatted("Alpha")).status()).isEqualTo(201);
        assertThat(put("/accounts/eleven", routing.formatted("alpha")).code()).isEqualTo("SubdomainTaken");
        assertThat(get("/accounts/eleven").status()).isEqualTo(404);
    }

    @Test
    void listsArePagedByLinks() {
        put("/accounts/twelve", LOCAL_OC);
        for (int i = 0; i < 5; i++) {
            put("/accounts/twelve/numbers/+44163296200" + i, OC_NUMBER);
        }
        List<String> seen = new ArrayList<>();
        String next = base + "/accounts/twelve/numbers?api-version=x&top=2";
        while (!next.isEmpty()) {
            Answer page = send(HttpRequest.newBuilder(URI.create(next)).build());
            assertThat(page.status()).isEqualTo(200);
            page.body().at("/value").forEach(number -> seen.add(number.at("/telephoneNumber").asText()));
            next = page.body().path("nextLink").asText("");
        }
        assertThat(seen).containsExactly("+441632962000", "+441632962001", "+441632962002", "+441632962003",
                "+441632962004");
        assertThat(get("/accounts?top=1000").body().at("/value").findValuesAsText("name")).contains("twelve");
        assertThat(get("/accounts?top=0&skip=-1").body().at("/error/details").size()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({"GET, /, 404, NotFound", "GET, /other, 404, NotFound", "GET, /accounts/a/b, 404, NotFound",
            "POST, /accounts, 405, MethodNotAllowed", "PUT, /accounts/a/numbers, 405, MethodNotAllowed",
            "PATCH, /accounts/a, 405, MethodNotAllowed", "GET, /accounts/nobody, 404, AccountNotFound",
            "GET, /accounts/no%20name, 404, AccountNotFound", "PUT, /accounts/no%20name, 400, InvalidRequest",
            "GET, /accounts/nobody/numbers, 404, AccountNotFound",
            "GET, /accounts/a/numbers/441632960000, 400, InvalidRequest",
            "PUT, /accounts/a/numbers/%2B0123, 400, InvalidRequest",
            "PUT, /accounts/nobody/numbers/%2B441632960000, 404, AccountNotFound"})
    void whatIsNotThereIsToldByItsCode(String method, String path, int status, String code) {
        Answer answer = send(request(method, path, "{}"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(status != 405 || answer.response().headers().firstValue("Allow").isPresent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "5", "{\"name\":1,\"name\":2}", "{} {}", "nonsense +441632960000"})
    void aBodyThatIsNoJsonObjectIsABadRequestAndIsNotQuoted(String body) {
        Answer answer = put("/accounts/thirteen", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.response().body()).doesNotContain("1632960000");
    }

    @Test
    void aBodyDeeperThanAnyOfOursIsABadRequest() {
        assertThat(put("/accounts/thirteen", "{\"a\":".repeat(100) + "1" + "}".repeat(100)).status()).isEqualTo(400);
    }

    @Test
    void aBodyOver64KilobytesIsTooLargeWhetherItSaysSoOrNot() {
        byte[] large = new byte[70_000];
        assertThat(put("/accounts/fourteen", "\"" + "x".repeat(70_000) + "\"").code()).isEqualTo("RequestTooLarge");
        HttpRequest chunked = HttpRequest.newBuilder(URI.create(base + "/accounts/fourteen"))
                .header("Content-Type",
                        "application/json")
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large)))
                .build();
        assertThat(send(chunked).status()).isEqualTo(413);
    }

    @Test
    void aBodyOfAnotherTypeIsUnsupported() {
        HttpRequest text = HttpRequest.newBuilder(URI.create(base + "/accounts/fifteen"))
                .header("Content-Type",
                        "text/plain")
                .PUT(BodyPublishers.ofString("{}"))
                .build();
        assertThat(send(text).code()).isEqualTo("UnsupportedMediaType");
    }

    @Test
    void theClientsRequestIdComesBack() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/accounts/nobody"))
                .header(
                        "x-ms-client-request-id", "r-17")
                .build();
        assertThat(send(request).response().headers().firstValue("x-ms-client-request-id")).contains("r-17");
    }

    private static Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    private static Answer put(String path, String body) {
        return send(request("PUT", path, body));
    }

    private static Answer delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE().build());
    }

    private static HttpRequest request(String method, String path, String body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
        return method.equals("GET")
                ? builder.build()
                : builder.header("Content-Type", "application/json")
                        .method(method,
                                BodyPublishers.ofString(body))
                        .build();
    }

    private static Answer send(HttpRequest request) {
        HttpResponse<String> response = client.sendAsync(request, BodyHandlers.ofString()).join();
        return new Answer(response.statusCode(), response.body().isEmpty() ? tree("{}") : tree(response.body()),
                response);
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(text, e);
        }
    }
}
