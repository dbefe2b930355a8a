package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Direction;
import io.tandem.ops.lab.audio.Passage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two agents call each other over loopback, with nothing between them. */
class LabAgentIT {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Answering RINGS_AND_ANSWERS = new Answering(10, 60, Answering.WAITS);

    private final BlockingQueue<CallReport> reports = new LinkedBlockingQueue<>();
    private final List<LabAgent> agents = new ArrayList<>();

    @AfterEach
    void close() {
        agents.forEach(LabAgent::close);
    }

    @Test
    void aCallCarriesBothVoicesAndIsReportedByBothEnds() throws Exception {
        LabAgent caller = agent("caller", 42_000, RINGS_AND_ANSWERS, 10, Codec.PCMA, Codec.PCMU);
        LabAgent callee = agent("callee", 42_400, RINGS_AND_ANSWERS, 10, Codec.PCMU);
        assertThat(caller.place(order(callee, 1, 1_500))).isTrue();

        Pair pair = pairs(1).getFirst();

        assertThat(pair.caller().outcome()).isEqualTo(new Outcome.Released(true, ""));
        assertThat(pair.callee().outcome()).isInstanceOfSatisfying(Outcome.Released.class, released -> {
            assertThat(released.byUs()).isFalse();
            assertThat(released.reason()).contains("cause=16");
        });
        assertThat(pair.caller().setUpNanos()).isBetween(60_000_000L, 2_000_000_000L);
        assertHeard(pair.caller().passageTo(pair.callee()));
        assertHeard(pair.callee().passageTo(pair.caller()));
        assertThat(caller.calls()).isZero();
        assertThat(callee.calls()).isZero();
    }

    @Test
    void onHoldNothingIsSaidAndBothVoicesAreWholeAfterIt() throws Exception {
        LabAgent caller = agent("caller", 42_000, RINGS_AND_ANSWERS, 10, Codec.PCMA, Codec.PCMU);
        LabAgent callee = agent("callee", 42_400, RINGS_AND_ANSWERS, 10, Codec.PCMU);
        caller.place(new CallOrder("+14255550100", "+442071838750", callee.address(), 5_000, 2_500, Script.of(
                new ScriptStep.Hold(800, Direction.INACTIVE), new ScriptStep.Resume(1_600))));

        Pair pair = pairs(1).getFirst();

        assertThat(pair.caller().events()).containsExactly(new CallEvent.Held(true), new CallEvent.Resumed(true));
        assertThat(pair.callee().events()).containsExactly(new CallEvent.Held(false), new CallEvent.Resumed(false));
        for (CallReport report : List.of(pair.caller(), pair.callee())) {
            int silent = report.speech().orElseThrow().mouth().silentFrames().cardinality();
            assertThat(silent * 20).as("silence in ms").isBetween(400, 2_400);
        }
        assertHeard(pair.caller().passageTo(pair.callee()));
        assertHeard(pair.callee().passageTo(pair.caller()));
    }

    @Test
    void twentyCallsAtOnceAreHeardWholeAndTheCalledSideMayHangUp() throws Exception {
        LabAgent caller = agent("caller", 42_000, RINGS_AND_ANSWERS, 20, Codec.PCMA);
        LabAgent callee = agent("callee", 42_400, new Answering(5, 20, 1_200), 20, Codec.PCMA);
        for (int call = 0; call < 20; call++) {
            assertThat(caller.place(order(callee, call, Answering.WAITS))).isTrue();
        }

        for (Pair pair : pairs(20)) {
            assertThat(pair.callee().outcome()).isEqualTo(new Outcome.Released(true, ""));
            assertHeard(pair.caller().passageTo(pair.callee()));
            assertHeard(pair.callee().passageTo(pair.caller()));
        }
    }

    @Test
    void aCallThatNobodyAnswersIsCancelled() throws Exception {
        LabAgent caller = agent("caller", 42_000, RINGS_AND_ANSWERS, 10, Codec.PCMA);
        LabAgent callee = agent("callee", 42_400, new Answering(10, 60_000, Answering.WAITS), 10, Codec.PCMA);
        caller.place(new CallOrder("+14255550100", "+442071838750", callee.address(), 200, 1_000));

        Pair pair = pairs(1).getFirst();

        assertThat(pair.caller().outcome()).isEqualTo(new Outcome.Failed("not answered in time"));
        assertThat(pair.callee().outcome()).isEqualTo(new Outcome.Refused(487, "cancelled by the caller"));
        assertThat(pair.caller().speech()).isEmpty();
    }

    @Test
    void aCallOverTheBoundIsRefusedAsBusyAndOneOverOurOwnIsNotPlaced() throws Exception {
        LabAgent caller = agent("caller", 42_000, RINGS_AND_ANSWERS, 2, Codec.PCMA);
        LabAgent callee = agent("callee", 42_400, RINGS_AND_ANSWERS, 1, Codec.PCMA);
        assertThat(caller.place(order(callee, 1, 500))).isTrue();
        assertThat(caller.place(order(callee, 2, 500))).isTrue();
        assertThat(caller.place(order(callee, 3, 500))).isFalse();

        List<CallReport> three = List.of(next(), next(), next());

        assertThat(three).filteredOn(report -> report.outcome() instanceof Outcome.Refused(var status, var _)
                && status == 486).hasSize(1);
        assertThat(three).filteredOn(report -> report.outcome() instanceof Outcome.Released).hasSize(2);
    }

    @Test
    void nothingInCommonIsRefusedWith488() throws Exception {
        LabAgent caller = agent("caller", 42_000, RINGS_AND_ANSWERS, 2, Codec.PCMA);
        LabAgent callee = agent("callee", 42_400, RINGS_AND_ANSWERS, 1, Codec.PCMU);
        caller.place(order(callee, 1, 500));

        assertThat(List.of(next(), next())).allSatisfy(report -> assertThat(report.outcome()).isInstanceOfSatisfying(
                Outcome.Refused.class, refused -> assertThat(refused.status()).isEqualTo(488)));
    }

    @Test
    void aClosedAgentReportsWhatItHad() throws Exception {
        LabAgent caller = agent("caller", 42_000, RINGS_AND_ANSWERS, 2, Codec.PCMA);
        LabAgent callee = agent("callee", 42_400, new Answering(10, 60_000, Answering.WAITS), 1, Codec.PCMA);
        caller.place(order(callee, 1, 500));
        caller.close();

        assertThat(next().outcome()).isInstanceOf(Outcome.Failed.class);
    }

    private static void assertHeard(Passage passage) {
        assertThat(passage.hearing().score()).isGreaterThan(0.98);
        assertThat(passage.lossPercent()).isLessThan(2);
        assertThat(passage.delayMillis()).isBetween(0.0, 60.0);
        assertThat(passage.packetsSpoken()).isGreaterThan(40);
    }

    private LabAgent agent(String name, int lowMediaPort, Answering answering, int maxCalls, Codec... codecs)
            throws IOException {
        LabAgent agent = LabAgent.start(new AgentSettings(name, new InetSocketAddress(LOOPBACK, 0), LOOPBACK,
                lowMediaPort, lowMediaPort + 399, List.of(codecs), answering, maxCalls), reports::add);
        agents.add(agent);
        return agent;
    }

    private static CallOrder order(LabAgent callee, int number, int hangUpAfterMillis) {
        return new CallOrder("+1425555" + (1_000 + number), "+442071838750", callee.address(), 5_000,
                hangUpAfterMillis);
    }

    /** Both reports of that many calls, put together by their SIP Call-ID. */
    private List<Pair> pairs(int calls) throws InterruptedException {
        List<CallReport> all = new ArrayList<>();
        for (int i = 0; i < 2 * calls; i++) {
            all.add(next());
        }
        List<Pair> pairs = new ArrayList<>();
        for (CallReport report : all) {
            if (report.caller()) {
                pairs.add(new Pair(report, all.stream()
                        .filter(other -> !other.caller() && other.sipCallId()
                                .equals(
                                        report.sipCallId()))
                        .findFirst()
                        .orElseThrow()));
            }
        }
        return pairs;
    }

    private CallReport next() throws InterruptedException {
        CallReport report = reports.poll(15, TimeUnit.SECONDS);
        assertThat(report).as("a report within 15 s").isNotNull();
        return report;
    }

    private record Pair(CallReport caller, CallReport callee) {}
}
