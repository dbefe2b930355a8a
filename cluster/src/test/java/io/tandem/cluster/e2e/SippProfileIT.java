package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The profile of trunks to Microsoft at a real node: scenarios of {@code ops/sipp}, which check each header where it
 * arrives (TSP-60 to TSP-97, F-160 to F-164).
 */
class SippProfileIT {
    private static final int CALLS = 2;
    private static final int RATE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static NodeProcess node;
    private static int routingPort;
    private static int routingPeerPort;

    @BeforeAll
    static void startNode() throws IOException {
        NodePlan plan = NodePlan.onFreePorts(20);
        routingPort = FreePorts.range(2);
        routingPeerPort = routingPort + 1;
        node = NodeProcess.start(plan
                .with("""
                        tandem.sip.listeners = [
                          { name = core-udp, transport = udp, address = "127.0.0.1", port = %d }
                          { name = mps-udp, transport = udp, address = "127.0.0.1", port = %d }
                          { name = dr-udp, transport = udp, address = "127.0.0.1", port = %d }
                        ]
                        tandem.peer-groups = [
                          { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
                            default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"],
                            probing.options-interval = 0 s,
                            peers = [ { name = core-1, address = "127.0.0.1", port = %d } ],
                            profile { elin = true, forwarding = diversion, trunk-context = teams.example.com, custom-header = X-Operator-Content } }
                          { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect, TeamsPhoneMobile],
                            signaling-protocol = UDP, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"],
                            probing.options-interval = 0 s, profile.x-ms-sbc = "Acme/Gate/2",
                            peers = [ { name = mps-1, address = "127.0.0.1", port = %d } ] }
                          { name = routing, side = mps, listeners = [dr-udp], services = [TeamsDirectRouting],
                            signaling-protocol = UDP, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"],
                            probing.options-interval = 0 s, profile.customers-domain = 1r1.example.com,
                            peers = [ { name = mps-2, address = "127.0.0.1", port = %d } ] }
                        ]
                        """
                        .formatted(plan.corePort(), plan.mpsPort(), routingPort, plan.corePeerPort(),
                                plan.mpsPeerPort(),
                                routingPeerPort)),
                folder);
        provision("/accounts/acme", """
                { "serviceDetails": { "teamsOperatorConnect": { "enabled": true },
                  "teamsDirectRouting": { "enabled": true, "configuration": { "subdomain": "contoso" } } } }""");
        provision("/accounts/acme/numbers/+441632960000", """
                { "serviceDetails": { "teamsOperatorConnect": { "enabled": true, "assignmentStatus": "assigned" } },
                  "configuration": { "customSipHeader": "gold" } }""");
        provision("/accounts/acme/numbers/+441632960333", """
                { "serviceDetails": { "teamsDirectRouting": { "enabled": true } } }""");
    }

    private static void provision(String path, String json) {
        assertThat(node.put(path, json)).satisfies(answer -> assertThat(answer.statusCode()).as(answer.body())
                .isEqualTo(201));
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "mobile", "forwarded"})
    @Tag("TSP-71")
    @Tag("TSP-72")
    @Tag("TSP-96")
    void aCallFromMicrosoftReachesTheCoreAsItsTrunkReadsIt(String scenario) throws IOException {
        run(scenario, node.plan().mpsPort(), node.plan().corePeerPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"withheld", "custom_header", "mobile_back"})
    @Tag("TSP-75")
    @Tag("TSP-93")
    void aCallOfTheCoresReachesMicrosoftAsItIsToKnowIt(String scenario) throws IOException {
        run(scenario, node.plan().corePort(), node.plan().mpsPeerPort());
    }

    @Test
    @Tag("TSP-64")
    @Tag("F-161")
    void aCustomerOfDirectRoutingIsCalledByItsName() throws IOException {
        run("customer", node.plan().corePort(), routingPeerPort);
    }

    @Test
    @Tag("TSP-67")
    @Tag("F-164")
    void itsOwnNumbersCallByThatNameAndNoOthers() throws IOException {
        run("screened", routingPort, node.plan().corePeerPort());
        try (Sipp calling = calling("foreign_caller_uac.xml", routingPort)) {
            Sipp.assertAllSucceeded(calling);
        }
    }

    @Test
    @Tag("F-146")
    @Tag("NUM-46")
    void aCallForHelpIsShownAsItsPlaceAndACallBackReachesItsCaller() throws IOException {
        run("elin", node.plan().mpsPort(), node.plan().corePeerPort());
        run("elin_back", node.plan().corePort(), node.plan().mpsPeerPort());
    }

    private static void run(String scenario, int listener, int peer) throws IOException {
        try (Sipp answering = Sipp.answering(scenario + "-called", folder,
                Sipp.Task.ofFile(scenario + "_uas.xml", peer, FreePorts.range(2 * CALLS), CALLS, LIMIT));
                Sipp calling = calling(scenario + "_uac.xml", listener)) {
            Sipp.assertAllSucceeded(calling, answering);
        }
    }

    private static Sipp calling(String file, int listener) throws IOException {
        return Sipp.start(file, folder,
                Sipp.Task.ofFile(file, FreePorts.one(), FreePorts.range(2 * CALLS), CALLS, LIMIT)
                        .calling("+441632960000", listener, RATE));
    }
}
