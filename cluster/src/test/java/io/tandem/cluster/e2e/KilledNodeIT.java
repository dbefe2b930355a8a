package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.sip.message.SipRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 while calls are up, and a start on the same data: an answered call outlives the process that carried it. The
 * phones notice nothing but a gap in what they hear; they send no word of signalling until one hangs up.
 */
class KilledNodeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "acme";
    /** One call to each; the first two have an account, the last one is on hold. */
    private static final List<String> NUMBERS = List.of("+441632960201", "+441632960202", "+441632960203",
            "+441632960204");

    @TempDir
    private static Path folder;
    private static NodeProcess node;
    private static SipRequest heldBefore;
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static final List<PhoneCall> CALLS = new ArrayList<>();

    @BeforeAll
    static void killAndRestartWithCallsUp() throws IOException {
        node = NodeProcess.startOnFreePorts(20, "tandem.warm-up = 1 s", folder);
        OPEN.add(node);
        NodePlan plan = node.plan();
        provision();
        Phone core = new Phone(plan.corePeerPort());
        OPEN.add(core);
        Phone mps = new Phone(plan.mpsPeerPort());
        OPEN.add(mps);
        for (String number : NUMBERS) {
            PhoneCall call = new PhoneCall(core, mps, number, plan.corePort());
            OPEN.add(call);
            call.assertAudioBothWays();
            CALLS.add(call);
        }
        heldBefore = CALLS.get(3).reinvite(2, "inactive");
        node.kill();
        node.start();
    }

    private static void provision() {
        String service = "{\"serviceDetails\":{\"teamsOperatorConnect\":{\"enabled\":true}}}";
        assertThat(node.put("/accounts/" + ACCOUNT, service).statusCode()).isEqualTo(201);
        for (String number : NUMBERS.subList(0, 2)) {
            assertThat(node.put("/accounts/" + ACCOUNT + "/numbers/" + number, service).statusCode()).isEqualTo(201);
        }
    }

    @AfterAll
    static void closeAll() throws Exception {
        for (AutoCloseable open : OPEN.reversed()) {
            open.close();
        }
    }

    @Test
    void audioFlowsAgainBothWaysOnTheSamePortsWithoutSignalling() throws IOException {
        CALLS.get(2).assertAudioBothWays();
        CALLS.get(2).assertAudioBothWays();
        JsonNode media = view(listed(2).at("/id").asText()).at("/media/stats");
        assertThat(media.at("/caller/packetsReceived").asLong()).isPositive();
        assertThat(media.at("/callee/packetsSent").asLong()).isPositive();
    }

    @Test
    @Tag("TRAP-37")
    void aByeOfTheCallerReachesTheCalledSide() throws IOException {
        String id = listed(0).at("/id").asText();
        CALLS.get(0).assertAudioBothWays();
        CALLS.get(0).caller().hangUp(2);
        CALLS.get(0).called().expectBye();
        assertEndedBy("caller", id);
    }

    @Test
    @Tag("TRAP-37")
    void aByeOfTheCalledSideReachesTheCaller() throws IOException {
        String id = listed(1).at("/id").asText();
        CALLS.get(1).assertAudioBothWays();
        CALLS.get(1).called().hangUp(1);
        CALLS.get(1).caller().expectBye();
        assertEndedBy("callee", id);
    }

    @Test
    void aCallOnHoldIsStillHeldAndComesBackFromIt() throws IOException {
        JsonNode held = view(listed(3).at("/id").asText());
        assertThat(held.at("/media/heldBy/0").asText()).isEqualTo("caller");
        SipRequest resuming = CALLS.get(3).reinvite(3, "sendrecv");
        assertThat(resuming.cseq().number()).as("CSeq").isGreaterThan(heldBefore.cseq().number());
        // by more than one: what the dead process told last may be unknown, and a version must not be told twice
        assertThat(version(resuming)).as("version of our description (RFC 3264 §8)").isGreaterThan(version(heldBefore));
        CALLS.get(3).assertAudioBothWays();
        JsonNode resumed = view(held.at("/id").asText());
        assertThat(resumed.at("/media/heldBy")).isEmpty();
        assertThat(resumed.at("/timeline").findValuesAsText("what")).contains("held by caller", "resumed");
    }

    private static int version(SipRequest request) {
        String origin = new String(request.body(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("o="))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(origin.split(" ")[2]);
    }

    @Test
    void listsTheCallsWithWhatWasKnownOfThem() {
        JsonNode call = listed(2);
        assertThat(call.at("/state").asText()).isEqualTo("Talking");
        assertThat(call.at("/called").asText()).isEqualTo(NUMBERS.get(2));
        assertThat(call.at("/inboundGroup").asText()).isEqualTo("core");
        assertThat(call.at("/outboundGroup").asText()).isEqualTo("teams");
        assertThat(call.at("/answeredAt").isMissingNode()).isFalse();
        assertThat(Figures.of(node).sum("tandem_calls_resumed_total")).as("calls taken up again")
                .isEqualTo(
                        NUMBERS.size());
    }

    @Test
    void callsThatAreUpDoNotWaitForAWarmUp() {
        assertThat(node.log()).containsOnlyOnce("warmed up by ").containsOnlyOnce("taken up again");
        assertThat(node.log().indexOf("warmed up by ")).as("before the kill, not after")
                .isLessThan(
                        node.log().indexOf("taken up again"));
    }

    @Test
    void accountsAndNumbersAreStillThere() {
        assertThat(provisioned("/accounts").findValuesAsText("name")).containsExactly(ACCOUNT);
        for (String number : NUMBERS.subList(0, 2)) {
            JsonNode found = provisioned("/accounts/" + ACCOUNT + "/numbers/" + number);
            assertThat(found.at("/telephoneNumber").asText()).isEqualTo(number);
            assertThat(found.at("/serviceDetails/teamsOperatorConnect/enabled").asBoolean()).isTrue();
        }
    }

    /** The record of a call that began in one process and ended in the next: one cause, one ladder. */
    private static void assertEndedBy(String side, String id) {
        await("the node no longer lists the call").atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(node.get("/ops/calls").body()).doesNotContain(id));
        JsonNode call = view(id);
        assertThat(call.at("/state").asText()).isEqualTo("Ended");
        assertThat(call.at("/account").asText()).isEqualTo(ACCOUNT);
        assertThat(call.at("/cause/side").asText()).isEqualTo(side);
        assertThat(call.at("/cause/status").asInt()).isEqualTo(200);
        assertThat(call.at("/trace").findValuesAsText("summary")).as("messages before and after the kill")
                .contains(
                        "INVITE", "180 Ringing", "200 OK", "BYE");
        String ladder = node.get("/ops/calls/" + id + "/ladder").body();
        assertThat(ladder).contains("INVITE", "BYE");
        assertThat(ladder.indexOf("INVITE")).isLessThan(ladder.indexOf("BYE"));
    }

    private static JsonNode listed(int call) {
        for (JsonNode row : json(node.get("/ops/calls")).at("/value")) {
            if (row.at("/called").asText().equals(NUMBERS.get(call))) {
                return row;
            }
        }
        throw new AssertionError("the call to " + NUMBERS.get(call) + " is not listed:\n" + node.log());
    }

    private static JsonNode view(String id) {
        return json(node.get("/ops/calls/" + id));
    }

    private static JsonNode provisioned(String path) {
        return json(node.getProvisioned(path));
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try {
            return JSON.readTree(response.body());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
