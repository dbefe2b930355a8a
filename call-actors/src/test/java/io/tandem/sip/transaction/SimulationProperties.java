package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds between two layers however bad the network between them is. */
class SimulationProperties {

    // Delays stay below 0.5 s: the last repetition leaves 0.5 s before 64·T1, and must not outlive what would absorb it.
    @Property(tries = 150)
    void everyTransactionEndsOnceAndNothingIsLeft(@ForAll long seed, @ForAll @IntRange(max = 60) int lossPercent,
            @ForAll @IntRange(max = 50) int repeatPercent, @ForAll @IntRange(max = 450) int maxDelayMillis) {
        Simulation simulation = new Simulation(seed,
                new Simulation.Network(lossPercent, repeatPercent, maxDelayMillis));
        for (int call = 0; call < 8; call++) {
            int number = call;
            int cancelAfter = simulation.random.nextBoolean() ? simulation.random.nextInt(6_000) : -1;
            simulation.after(simulation.random.nextInt(20_000), () -> simulation.caller.call(number, cancelAfter));
        }
        simulation.run();
        assertThat(simulation.caller.endings).hasSizeGreaterThanOrEqualTo(8);
        for (SimulatedAgent agent : new SimulatedAgent[]{simulation.caller, simulation.callee}) {
            eachEndedOnceAndWasToldAtMostOnce(agent);
        }
    }

    private static void eachEndedOnceAndWasToldAtMostOnce(SimulatedAgent agent) {
        assertThat(agent.endings.values()).allSatisfy(endings -> assertThat(endings).hasSize(1));
        assertThat(agent.passedUp.values()).allSatisfy(times -> assertThat(times).isEqualTo(1));
        assertThat(agent.served.values()).allSatisfy(told -> {
            assertThat(told).doesNotHaveDuplicates();
            assertThat(Collections.disjoint(told, Set.of("ack"))
                    || Collections.disjoint(told, Set.of("ack missing"))).isTrue();
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
