package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Direction;
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

/** Two agents whose packets say when they were sent call each other over loopback, with nothing between them. */
class StampedCallIT {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int CALLS = 20;

    private final BlockingQueue<CallReport> reports = new LinkedBlockingQueue<>();
    private final List<LabAgent> agents = new ArrayList<>();

    @AfterEach
    void close() {
        agents.forEach(LabAgent::close);
    }

    @Test
    void eachEndHearsAllOfTheOtherAndAHoldIsNoSilence() throws Exception {
        LabAgent callee = agent("callee", 43_800);
        LabAgent caller = agent("caller", 44_200);
        for (int call = 0; call < CALLS; call++) {
            caller.place(new CallOrder("+1425555" + (1_000 + call), "+442071838750", callee.address(), 5_000, 2_500,
                    Script.of(new ScriptStep.Hold(800, Direction.INACTIVE), new ScriptStep.Resume(1_600))));
        }
        List<CallReport> all = new ArrayList<>();
        for (int end = 0; end < 2 * CALLS; end++) {
            CallReport report = reports.poll(15, TimeUnit.SECONDS);
            assertThat(report).as("a report within 15 s").isNotNull();
            all.add(report);
        }

        for (CallReport report : all) {
            CallReport other = all.stream()
                    .filter(each -> each.sipCallId().equals(report.sipCallId()) && each.caller() != report.caller())
                    .findFirst()
                    .orElseThrow();
            CallReport.Stamped heard = report.stamped().orElseThrow();
            assertThat(report.outcome()).isInstanceOf(Outcome.Released.class);
            assertThat(report.speech()).isEmpty();
            assertThat(report.silenceNanosFrom(other)).hasValue(0);
            assertThat(heard.ear().longestWaitNanos(heard.closedNanos())).as("the hold").isGreaterThan(500_000_000);
            assertThat(heard.ear().packets()).isBetween(40L, 125L);
            assertThat(heard.ear().garbled() + heard.ear().late() + heard.overflowed()).isZero();
            assertThat(heard.ear().mostReadLateNanos()).as("it is not read at once").isGreaterThan(20_000_000);
        }
    }

    private LabAgent agent(String name, int lowMediaPort) throws IOException {
        LabAgent agent = LabAgent.start(new AgentSettings(name, new InetSocketAddress(LOOPBACK, 0), LOOPBACK,
                lowMediaPort, lowMediaPort + 399, List.of(Codec.PCMA), new Answering(10, 60, Answering.WAITS), CALLS)
                .saying(AgentSettings.Sound.STAMPED), reports::add);
        agents.add(agent);
        return agent;
    }
}
