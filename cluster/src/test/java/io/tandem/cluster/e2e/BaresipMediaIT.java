package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sound between softphones that others wrote: protected by keys in the descriptions towards Microsoft (baresip's SDES), plain
 * towards the core, and where the two speak different codecs, translated (proof 2 of issue 6).
 */
class BaresipMediaIT {
    private static final String INSIDE = "+441632960001";
    private static final String OUTSIDE = "+447700900001";
    private static final int INSIDE_HZ = 440;
    private static final int OUTSIDE_HZ = 880;
    private static final Pattern CALL = Pattern.compile("\"id\":\"(\\w+)\"");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;
    private static NodeProcess node;
    private static int teamsPort;
    private static int corePort;

    private Softphone teams;
    private Softphone core;

    @BeforeAll
    static void startNode() throws IOException {
        teamsPort = FreePorts.range(2);
        corePort = FreePorts.range(2);
        NodePlan plan = NodePlan.onFreePorts(10);
        node = NodeProcess.start(plan.with("""
                tandem.peer-groups = [
                  { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
                    default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"],
                    probing.options-interval = 0 s,
                    peers = [ { name = core-1, address = "127.0.0.1", port = %d } ] }
                  { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect],
                    signaling-protocol = UDP, media-protocol = SRTP, allowed-signaling-sources = ["127.0.0.0/8"],
                    probing.options-interval = 0 s, profile.codecs = [PCMU, PCMA],
                    peers = [ { name = mps-1, address = "127.0.0.1", port = %d } ] }
                ]
                """.formatted(corePort, teamsPort)), folder);
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    private void start(TestInfo test, String ofTeams, String ofCore) throws IOException {
        Path phones = Files.createDirectory(folder.resolve(test.getDisplayName().replaceAll("[^A-Za-z0-9]", "")));
        teams = Softphone.start(phones, new Softphone.Setup("teams",
                account(INSIDE, teamsPort, node.plan().mpsPort(), ofTeams + ";mediaenc=srtp-mand"), teamsPort,
                INSIDE_HZ,
                ""));
        core = Softphone.start(phones, new Softphone.Setup("core",
                account(OUTSIDE, corePort, node.plan().corePort(), ofCore), corePort, OUTSIDE_HZ, ""));
    }

    private static String account(String number, int port, int gateway, String codecs) {
        return "<sip:" + number + "@127.0.0.1:" + port + ">;regint=0;audio_codecs=" + codecs
                + ";outbound=\"sip:127.0.0.1:" + gateway + "\"";
    }

    @AfterEach
    void stopPhones() {
        if (teams != null) {
            teams.close();
        }
        if (core != null) {
            core.close();
        }
        await("no call is left").atMost(LIMIT)
                .untilAsserted(() -> assertThat(node.get("/ops/calls").body()).contains("\"value\":[]"));
    }

    private static void call(Softphone caller, String called, Softphone callee) {
        caller.tell("dial", "sip:" + called + "@127.0.0.1");
        callee.event("CALL_INCOMING");
        callee.tell("accept");
        callee.event("CALL_ESTABLISHED");
        caller.event("CALL_ESTABLISHED");
    }

    private void assertBothHear() throws IOException {
        teams.awaitAudio();
        core.awaitAudio();
        double inside = teams.heard(0).share(OUTSIDE_HZ);
        double outside = core.heard(0).share(INSIDE_HZ);
        System.out.printf("share of the other's tone: heard in Teams %.4f, heard in the core %.4f%n", inside, outside);
        assertThat(inside).as("the core's tone, heard in Teams").isGreaterThan(0.8);
        assertThat(outside).as("the tone from Teams, heard in the core").isGreaterThan(0.8);
    }

    private void assertBothHear(TestInfo test, String ofTeams, String ofCore, boolean inwards) throws IOException {
        start(test, ofTeams, ofCore);
        if (inwards) {
            call(core, INSIDE, teams);
        } else {
            call(teams, OUTSIDE, core);
        }
        assertBothHear();
        core.tell("hangup");
        teams.event("CALL_CLOSED");
    }

    @ParameterizedTest
    @Tag("F-60")
    @Tag("TSP-140")
    @Tag("TSP-141")
    @CsvSource({"PCMA,PCMA,true", "PCMA,PCMA,false"})
    void aProtectedPhoneAndAPlainOneHearEachOther(String ofTeams, String ofCore, boolean inwards, TestInfo test)
            throws IOException {
        assertBothHear(test, ofTeams, ofCore, inwards);
    }

    @ParameterizedTest
    @Tag("F-63")
    @CsvSource({"PCMU,G722,true", "PCMU,G722,false", "PCMA,G722,true"})
    void phonesThatShareNoCodecHearEachOther(String ofTeams, String ofCore, boolean inwards, TestInfo test)
            throws IOException {
        assertBothHear(test, ofTeams, ofCore, inwards);
    }

    /** The one call that is up. */
    private static String shown() {
        Matcher listed = CALL.matcher(node.get("/ops/calls").body());
        assertThat(listed.find()).as("a call is up").isTrue();
        return node.get("/ops/calls/" + listed.group(1)).body();
    }

    @Test
    void aProtectedPhoneHoldsAndResumes(TestInfo test) throws IOException {
        start(test, "PCMU", "G722");
        call(core, INSIDE, teams);
        assertBothHear();
        for (Softphone holder : new Softphone[]{teams, core}) {
            holder.tell("hold");
            await("held").atMost(LIMIT)
                    .untilAsserted(() -> assertThat(shown()).doesNotContain("\"heldBy\":[]"));
            holder.tell("resume");
            await("resumed").atMost(LIMIT).untilAsserted(() -> assertThat(shown()).contains("\"heldBy\":[]"));
            teams.awaitAudio();
            core.awaitAudio();
        }
    }
}
