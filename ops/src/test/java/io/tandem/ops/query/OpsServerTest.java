package io.tandem.ops.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.call.CallView;
import io.tandem.ops.health.Health;
import io.tandem.ops.metrics.MetricsSettings;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.trace.PacketStore;
import io.tandem.ops.trace.SeenMessage;
import io.tandem.port.CallId;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ops port over real HTTP. */
class OpsServerTest {
    private static final CallId SILENT = new CallId("zz000000000000000000");
    private static final CallId BROKEN = new CallId("zz000000000000000001");
    private static final CallId TALKING = new CallId("zz000000000000000003");
    private static final CallId UNKNOWN = new CallId("zz000000000000000002");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ActiveCalls ACTIVE = new ActiveCalls(1_000);
    private static Health.State journal = new Health.State.Up("embedded");
    private static final List<CallId> ENDED = new CopyOnWriteArrayList<>();
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final TrunkView TRUNK = new TrunkView("core", "core", "UDP", List.of(new TrunkView.Peer("core-1",
            "sbc.example.com:5060", 0, false, Optional.empty(), Optional.of(NOON),
            List.of(new TrunkView.Target("192.0.2.10:5060", 0, 0, "up", Optional.of(1.25), Optional.of(NOON),
                    Optional.of(NOON), Optional.empty(), Optional.empty(), 0)))));
    private static final PacketStore PACKETS = new PacketStore(10_000, 10_000);
    private static final ClusterView CLUSTER = new ClusterView("192.0.2.1:25520", Optional.of("192.0.2.2:25520"),
            List.of(new ClusterView.Node("192.0.2.1:25520", List.of(), "Up", true, Optional.of(7), List.of("a0", "a1"),
                    Optional.empty()),
                    new ClusterView.Node("192.0.2.2:25520", List.of(), "Up", false, Optional.empty(), List.of(),
                            Optional.of(
                                    new ClusterView.Drain("moving", Instant.EPOCH, List.of("b"))))),
            List.of(new ClusterView.ServiceAddress("a", "192.0.2.2:25520", Optional.of("192.0.2.1:25520"), true, 3)));
    private static List<String> silent = List.of();
    private static OpsServer server;

    @BeforeAll
    static void open() throws Exception {
        Health health = new Health(InstantSource.system());
        health.register("journal", () -> journal);
        TandemMetrics metrics = new TandemMetrics(new MetricsSettings(Map.of("node", "n1"), List.of(), List.of(),
                MetricsSettings.SHORT_CALL, InstantSource.system()));
        ACTIVE.bindTo(metrics);
        OpsRoutes routes = new OpsRoutes(health, metrics, OpsServerTest::page, OpsServerTest::ask, ENDED::add,
                Duration.ofMillis(200), () -> List.of(TRUNK), Optional.of(PACKETS),
                new Desk());
        server = OpsServer.bind(KIT.system(), "127.0.0.1", 0, routes).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        server.stop(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        CLIENT.close();
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void allWell() {
        journal = new Health.State.Up("embedded");
        silent = List.of();
    }

    private static CompletionStage<CallList> page(CallFilter filter, Optional<CallCursor> after, int skip, int top) {
        ActiveCalls.Page page = ACTIVE.page(filter, after, skip, top);
        return CompletableFuture.completedFuture(new CallList(page.calls(), page.more(), silent));
    }

    /** Takes orders for the nodes and addresses of {@link #CLUSTER}, and keeps them. */
    private static final class Desk implements ClusterDesk {
        private static final List<String> ORDERS = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<ClusterView> view() {
            return CompletableFuture.completedFuture(CLUSTER);
        }

        @Override
        public CompletionStage<Outcome> drain(Optional<String> node) {
            return taken("drain " + node.orElse("here"));
        }

        @Override
        public CompletionStage<Outcome> undrain(Optional<String> node) {
            return taken("undrain " + node.orElse("here"));
        }

        @Override
        public CompletionStage<Outcome> handBack(String address) {
            return switch (address) {
                case "a" -> taken("hand back " + address);
                case "b" -> CompletableFuture.completedFuture(new Outcome.Impossible("its home is not there"));
                default -> CompletableFuture.completedFuture(new Outcome.Unknown("no such address"));
            };
        }

        private static CompletionStage<Outcome> taken(String order) {
            ORDERS.add(order);
            return CompletableFuture.completedFuture(new Outcome.Taken());
        }
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
    }

    @Test
    void drainsThisNodeOrAnotherAndTakesItBack() throws Exception {
        Desk.ORDERS.clear();
        assertThat(send("POST", "/ops/drain").statusCode()).isEqualTo(202);
        HttpResponse<String> other = send("POST", "/ops/drain?node=192.0.2.2:25520");
        assertThat(other.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(other.body()).path("drain").path("state").asText()).isEqualTo("moving");
        assertThat(send("DELETE", "/ops/drain?node=192.0.2.2:25520").statusCode()).isEqualTo(202);
        assertThat(Desk.ORDERS).containsExactly("drain here", "drain 192.0.2.2:25520", "undrain 192.0.2.2:25520");
        assertThat(JSON.readTree(send("GET", "/ops/drain").body()).has("drain")).as("of the asked node").isFalse();
        assertThat(send("GET", "/ops/drain?node=192.0.2.9:25520").statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/ops/drain").statusCode()).isEqualTo(405);
        assertThat(send("PUT", "/ops/drain").headers().firstValue("Allow")).contains("GET, HEAD, POST, DELETE");
    }

    @Test
    void handsAnAddressBackWhereThereIsOneThatCanGoHome() throws Exception {
        HttpResponse<String> home = send("POST", "/ops/addresses/a/hand-back");
        assertThat(home.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(home.body()).path("home").asText()).isEqualTo("192.0.2.2:25520");
        assertThat(send("POST", "/ops/addresses/b/hand-back").statusCode()).isEqualTo(409);
        assertThat(send("POST", "/ops/addresses/z/hand-back").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/ops/addresses/a/hand-back").statusCode()).isEqualTo(405);
        assertThat(send("GET", "/ops/addresses/a/hand-back").headers().firstValue("Allow")).contains("POST");
        assertThat(send("POST", "/ops/cluster").statusCode()).isEqualTo(405);
    }

    @Test
    void showsTheClusterAsItStands() throws Exception {
        JsonNode cluster = JSON.readTree(get("/ops/cluster").body());
        assertThat(cluster.path("self").asText()).isEqualTo("192.0.2.1:25520");
        JsonNode members = cluster.path("members");
        assertThat(members.path(0).path("calls").asInt()).isEqualTo(7);
        assertThat(members.path(0).path("shards").size()).isEqualTo(2);
        assertThat(members.path(1).path("reachable").asBoolean()).isFalse();
        assertThat(members.path(1).has("calls")).isFalse();
        JsonNode address = cluster.path("serviceAddresses").path(0);
        assertThat(address.path("owner").asText()).isEqualTo("192.0.2.1:25520");
        assertThat(address.path("epoch").asInt()).isEqualTo(3);
    }

    @Test
    void namesTheNodesWhoseCallsAreNotInTheList() throws Exception {
        assertThat(json(get("/ops/calls")).has("silentNodes")).isFalse();
        silent = List.of("192.0.2.2:25520");
        assertThat(json(get("/ops/calls")).path("silentNodes").path(0).asText()).isEqualTo("192.0.2.2:25520");
    }

    private static CompletionStage<Optional<CallView>> ask(CallId id) {
        if (id.equals(SILENT)) {
            return new CompletableFuture<>();
        }
        if (id.equals(BROKEN)) {
            return CompletableFuture.failedFuture(new IllegalStateException("the shard is moving"));
        }
        if (id.equals(TALKING)) {
            return CompletableFuture.completedFuture(Optional.of(Calls.untold()));
        }
        return CompletableFuture.completedFuture(id.equals(Calls.ID) ? Optional.of(Calls.basic()) : Optional.empty());
    }

    @Test
    void showsTheTrunksAsTheyStand() throws Exception {
        JsonNode trunk = JSON.readTree(get("/ops/trunks").body()).path("value").path(0);
        assertThat(trunk.path("name").asText()).isEqualTo("core");
        JsonNode target = trunk.path("peers").path(0).path("targets").path(0);
        assertThat(target.path("address").asText()).isEqualTo("192.0.2.10:5060");
        assertThat(target.path("state").asText()).isEqualTo("up");
        assertThat(target.path("rttMillis").asDouble()).isEqualTo(1.25);
        assertThat(target.path("lastOptionsAnswered").asText()).isEqualTo("2026-11-26T12:00:00Z");
        assertThat(target.has("lastFailure")).isFalse();
    }

    @Test
    void livesWhileItAnswers() throws Exception {
        HttpResponse<String> answer = get("/ops/health/live");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("status").asText()).isEqualTo("live");
    }

    @Test
    void isReadyOrSaysWhatIsMissing() throws Exception {
        assertThat(get("/ops/health/ready").statusCode()).isEqualTo(200);
        journal = new Health.State.Down("the disk is full");
        HttpResponse<String> answer = get("/ops/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).at("/checks/0/name").asText()).isEqualTo("journal");
        assertThat(json(answer).at("/checks/0/up").asBoolean()).isFalse();
        assertThat(json(answer).at("/checks/0/detail").asText()).isEqualTo("the disk is full");
    }

    @Test
    void showsMetricsAsPrometheusText() throws Exception {
        HttpResponse<String> answer = get("/ops/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/plain").contains("version=0.0.4"));
        assertThat(answer.body()).contains("# HELP tandem_calls_active", "tandem_calls_active{node=\"n1\"} 0",
                "tandem_calls_list_limit{node=\"n1\"} 1000", "tandem_calls_unlisted_total{node=\"n1\"} 0");
    }

    @Test
    void listsActiveCallsPageByPage() throws Exception {
        for (int i = 1; i <= 3; i++) {
            ACTIVE.started(ActiveCallsTest.call(i, "Talking"));
        }
        JsonNode first = json(get("/ops/calls?top=2&state=talking"));
        assertThat(first.get("value")).hasSize(2);
        assertThat(first.at("/value/0/calling").asText()).isEqualTo("+441632960001");
        assertThat(first.at("/value/0/service").asText()).isEqualTo("oc");
        JsonNode second = json(get(first.get("nextLink").asText()));
        assertThat(second.get("value")).hasSize(1);
        assertThat(second.has("nextLink")).isFalse();
        assertThat(json(get("/ops/calls?number=%2B441632960002")).get("value")).hasSize(1);
        assertThat(json(get("/ops/calls?number=+441632960002")).get("value")).as("plus not escaped").hasSize(1);
        assertThat(json(get("/ops/calls?account=nobody")).get("value")).isEmpty();
    }

    @Test
    void everyMistakeOfAQueryIsToldAtOnce() throws Exception {
        HttpResponse<String> answer = get("/ops/calls?state=Sleeping&top=0&colour=red");
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = json(answer).get("error");
        assertThat(error.get("code").asText()).isEqualTo("InvalidQuery");
        assertThat(error.get("details")).hasSize(3);
        assertThat(error.get("details").findValuesAsText("target")).containsExactlyInAnyOrder("state", "top", "colour");
    }

    @Test
    void showsOneCallWhole() throws Exception {
        JsonNode call = json(get("/ops/calls/" + Calls.ID));
        assertThat(call.get("id").asText()).isEqualTo(Calls.ID.value());
        assertThat(call.get("startedAt").asText()).isEqualTo("2026-11-23T02:00:00Z");
        assertThat(call.at("/legs/1/peer").asText()).isEqualTo("mps-1");
        assertThat(call.at("/media/stats/caller/packetsReceived").asLong()).isEqualTo(3_000);
        assertThat(call.at("/cause/q850").asInt()).isEqualTo(16);
        assertThat(call.at("/timeline/0/what").asText()).isEqualTo("INVITE from core-1");
    }

    @Test
    void drawsTheLadderAsTextOrSvg() throws Exception {
        String path = "/ops/calls/" + Calls.ID + "/ladder";
        assertThat(get(path).body()).contains("|----- INVITE (sdp) ----->|");
        assertThat(get(path).headers().firstValue("Content-Type").orElse("")).containsIgnoringCase("text/plain");
        assertThat(get(path + "?format=svg").headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(get(path, "image/svg+xml").body()).startsWith("<svg ");
        assertThat(get(path + "?format=text", "image/svg+xml").body()).startsWith("Call ");
        assertThat(get(path + "?numbers=full").body()).contains(Calls.CALLING);
        assertThat(get(path + "?format=png").statusCode()).isEqualTo(400);
    }

    @Test
    void showsTheMessagesBelowTheLadderWithSecretsHiddenAlwaysAndNumbersUnlessAskedFor() throws Exception {
        String path = "/ops/calls/" + Calls.ID + "/ladder?messages=full";
        assertThat(get(path).body()).contains("No message of this call is kept");
        InetSocketAddress core = new InetSocketAddress("192.0.2.9", 5070);
        InetSocketAddress we = new InetSocketAddress("192.0.2.1", 5060);
        PACKETS.accept(Optional.of(Calls.ID), Optional.empty(), new SeenMessage(false,
                Calls.T0.toEpochMilli() * 1_000 + 1_500,
                ("INVITE sip:" + Calls.CALLED + "@192.0.2.1 SIP/2.0\r\nAuthorization: Digest response=\"f00\"\r\n\r\n"
                        + "a=crypto:1 AES inline:s3cret\r\n").getBytes(StandardCharsets.UTF_8),
                Transport.TCP, we, core));

        assertThat(get(path, "image/svg+xml").body()).contains("|----- INVITE (sdp) ----->|",
                "--- 1.5 ms  192.0.2.9:5070 > 192.0.2.1:5060 TCP\nINVITE sip:+*********456@192.0.2.1 SIP/2.0\n")
                .doesNotContain("f00", "s3cret");
        assertThat(get(path + "&numbers=full").body()).contains("INVITE sip:" + Calls.CALLED + "@")
                .doesNotContain("f00", "s3cret");
        assertThat(get(path + "&format=svg").statusCode()).isEqualTo(400);
        assertThat(get(path.replace("full", "some")).statusCode()).isEqualTo(400);
    }

    @Test
    void refusalsSayWhatWouldBeRight() throws Exception {
        assertThat(error(get("/ops/calls/NOT-AN-ID"), 400)).isEqualTo("InvalidCallId");
        assertThat(error(get("/ops/calls/" + UNKNOWN), 404)).isEqualTo("CallNotFound");
        assertThat(error(get("/ops/calls/" + UNKNOWN + "/ladder"), 404)).isEqualTo("CallNotFound");
        assertThat(error(get("/ops/calls/" + UNKNOWN + "/lader"), 404)).isEqualTo("NotFound");
        assertThat(error(get("/ops"), 404)).isEqualTo("NotFound");
        assertThat(get("/favicon.ico").body()).contains("/ops/calls/{callId}/ladder");
    }

    @Test
    void aCallThatDoesNotAnswerIs504AndOneThatCannotBeAskedIs503() throws Exception {
        assertThat(error(get("/ops/calls/" + SILENT), 504)).isEqualTo("CallSilent");
        assertThat(error(get("/ops/calls/" + BROKEN), 503)).isEqualTo("CallUnavailable");
    }

    @Test
    void endsACallThatIsUpAndSaysWhenThereIsNoneToEnd() throws Exception {
        assertThat(delete("/ops/calls/" + TALKING).statusCode()).isEqualTo(202);
        assertThat(ENDED).containsExactly(Calls.untold().id());
        assertThat(error(delete("/ops/calls/" + Calls.ID), 409)).isEqualTo("CallEnded");
        assertThat(error(delete("/ops/calls/" + UNKNOWN), 404)).isEqualTo("CallNotFound");
        assertThat(ENDED).hasSize(1);
    }

    @Test
    void onlyReadingIsAllowedElsewhere() throws Exception {
        HttpResponse<String> answer = delete("/ops/calls");
        assertThat(error(answer, 405)).isEqualTo("MethodNotAllowed");
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void aPortInUseIsAFailureOfTheBinding() {
        CompletionStage<OpsServer> second = OpsServer.bind(KIT.system(), "127.0.0.1", server.address().getPort(), null);
        assertThat(second.toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
    }

    private static String error(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode error = json(answer).get("error");
        assertThat(error.fieldNames()).toIterable().containsExactlyInAnyOrder("code", "message", "target", "details");
        return error.get("code").asText();
    }

    private static HttpResponse<String> get(String path, String... accept) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10));
        for (String type : accept) {
            request.header("Accept", type);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).DELETE().timeout(Duration.ofSeconds(10)).build(),
                BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
