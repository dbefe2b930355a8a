package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.Outcome;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A user of Microsoft's takes over the call that another one has with the core: an INVITE with Replaces (RFC 3891). */
class PickUpIT {
    private static final String OUTSIDE = "+447700900123";
    private static final int TALKS_MILLIS = 4_000;

    @Test
    @Tag("TSP-113")
    void whoPicksUpIsHeardAndHearsAndWhoHadTheCallIsSentAway() throws Exception {
        try (DemoNetwork network = DemoNetwork.start(new DemoPlan(2, 2, Duration.ofSeconds(60)));
                OpsClient ops = new OpsClient(at(network.ports().ops()))) {
            DemoProvisioning.put(at(network.ports().provisioning()), DemoPlan.ACCOUNT, List.of(DemoPlan.FIRST_NUMBER,
                    DemoPlan.SECOND_NUMBER));
            network.caller(DemoPlan.Direction.CORE_TO_MPS)
                    .place(order(OUTSIDE, DemoPlan.FIRST_NUMBER, network.ports().core(), Answering.WAITS));
            await().atMost(Duration.ofSeconds(20)).until(() -> ops.text("/ops/calls").contains("\"Talking\""));
            network.caller(DemoPlan.Direction.MPS_TO_CORE)
                    .place(order(DemoPlan.SECOND_NUMBER, OUTSIDE, network.ports().mps(), TALKS_MILLIS).inPlaceOf(
                            new CallOrder.PickUp(OUTSIDE, DemoPlan.FIRST_NUMBER)));

            List<CallReport> reports = new ArrayList<>();
            for (int end = 0; end < 3; end++) {
                CallReport report = network.reports().poll(30, TimeUnit.SECONDS);
                assertThat(report).as("report %s of 3, after %s", end + 1, reports).isNotNull();
                reports.add(report);
            }
            CallReport before = named(reports, "mps-1", false);
            CallReport after = named(reports, "mps-1", true);
            CallReport core = named(reports, "core-1", true);
            assertThat(before.outcome()).isInstanceOfSatisfying(Outcome.Released.class, end -> assertThat(end.byUs())
                    .isFalse());
            assertThat(after.outcome()).isEqualTo(new Outcome.Released(true, ""));
            assertThat(core.outcome()).isInstanceOf(Outcome.Released.class);
            assertThat(after.passageTo(core).hearing().score()).isGreaterThan(0.9);
            assertThat(core.passageTo(after).hearing().score()).isGreaterThan(0.9);
            assertThat(network.seenByMicrosoft().violations()).isEmpty();
        }
    }

    private static CallReport named(List<CallReport> reports, String agent, boolean caller) {
        return reports.stream()
                .filter(report -> report.agent().equals(agent) && report.caller() == caller)
                .findFirst()
                .orElseThrow();
    }

    private static CallOrder order(String calling, String called, int gateway, int hangUpAfterMillis) {
        InetSocketAddress to = DemoPorts.address(gateway);
        return new CallOrder(calling, called, to, 10_000, hangUpAfterMillis);
    }

    private static URI at(int port) {
        return URI.create("http://" + DemoPorts.HOST + ":" + port);
    }
}
