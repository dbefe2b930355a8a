package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds between two layers however bad the network between them is. */
class SimulationProperties {
    /** From the last repetition of a 2xx to 64·T1. */
    private static final int LAST_WAIT_MILLIS = 500;

    // Delays stay below 0.5 s: the last repetition leaves 0.5 s before 64·T1, and must not outlive what would absorb it.
    @Property(tries = 150)
    void everyTransactionEndsOnceAndNothingIsLeft(@ForAll long seed, @ForAll @IntRange(max = 60) int lossPercent,
            @ForAll @IntRange(max = 50) int repeatPercent, @ForAll @IntRange(max = 450) int maxDelayMillis) {
        everythingEndsOnce(seed, new Simulation.Network(lossPercent, repeatPercent, maxDelayMillis));
    }

    // There and back takes up to 0.9 s here: the ACK to the last 2xx comes after the transaction gave it up (§13.3.1.4).
    @Example
    void anAckThatComesTooLateIsToldAfterItsAbsence() {
        SimulatedAgent callee = everythingEndsOnce(548, new Simulation.Network(60, 8, 450)).callee;
        assertThat(callee.served.values()).contains(List.of("ack missing", "ack"));
    }

    private static Simulation everythingEndsOnce(long seed, Simulation.Network network) {
        Simulation simulation = new Simulation(seed, network);
        for (int call = 0; call < 8; call++) {
            int number = call;
            int cancelAfter = simulation.random.nextBoolean() ? simulation.random.nextInt(6_000) : -1;
            simulation.after(simulation.random.nextInt(20_000), () -> simulation.caller.call(number, cancelAfter));
        }
        simulation.run();
        assertThat(simulation.caller.endings).hasSizeGreaterThanOrEqualTo(8);
        for (SimulatedAgent agent : new SimulatedAgent[]{simulation.caller, simulation.callee}) {
            eachEndedOnceAndWasToldAtMostOnce(agent, 2 * network.maxDelayMillis() < LAST_WAIT_MILLIS);
        }
        return simulation;
    }

    private static void eachEndedOnceAndWasToldAtMostOnce(SimulatedAgent agent, boolean acksComeInTime) {
        assertThat(agent.endings.values()).allSatisfy(endings -> assertThat(endings).hasSize(1));
        assertThat(agent.passedUp.values()).allSatisfy(times -> assertThat(times).isEqualTo(1));
        assertThat(agent.served.values()).allSatisfy(told -> {
            assertThat(told).doesNotHaveDuplicates();
            if (told.containsAll(List.of("ack missing", "ack"))) {
                assertThat(acksComeInTime).isFalse();
                assertThat(told).containsSubsequence("ack missing", "ack");
            }
        });
        assertThat(agent.layer.clientTransactions()).isZero();
        assertThat(agent.layer.serverTransactions()).isZero();
    }

    @Property(tries = 30)
    void onAGoodNetworkEveryCallEndsWithAnAnswerAndEveryAnswerIsAcknowledged(@ForAll long seed) {
        Simulation simulation = new Simulation(seed, new Simulation.Network(0, 30, 100));
        for (int call = 0; call < 8; call++) {
            simulation.caller.call(call, -1);
        }
        simulation.run();
        assertThat(simulation.caller.endings.values()).allSatisfy(
                endings -> assertThat(endings).hasSize(1).isSubsetOf("200", "486"));
        assertThat(simulation.callee.served.values()).noneMatch(told -> told.contains("ack missing"));
    }
}
