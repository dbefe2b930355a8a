package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.LabLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem lab load}. */
@Command(name = "load", mixinStandardHelpOptions = true, description = "Places calls at a rate for a time, signalling only, and prints what became of them as JSON. Exits with 0 when every call was answered and released in order.")
final class LabLoadCommand implements Callable<Integer> {
    private static final int MOST_CALLS = 10_000_000;
    private static final int MOST_PER_SECOND = 100_000;
    private static final int MOST_SECONDS = 1_000_000;

    @Spec
    CommandSpec spec;

    @Mixin
    LabAgentOptions agent;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "10", description = "Calls that begin in a second; default: ${DEFAULT-VALUE}.")
    double rate;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "For how long calls begin; default: ${DEFAULT-VALUE}.")
    int seconds;

    @Option(names = "--hold", paramLabel = "MILLIS", defaultValue = "1000", description = "How long each call is up, in milliseconds; default: ${DEFAULT-VALUE}. Nothing is spoken: the node ends calls that last longer than its media.inactivity-timeout.")
    int holdMillis;

    @Option(names = "--climb", paramLabel = "S", defaultValue = "0", description = "How many of these seconds the rate takes from nothing to its full; default: ${DEFAULT-VALUE}.")
    int climbSeconds;

    @Option(names = "--calling", paramLabel = "NUMBER", defaultValue = "+447700900001", description = "Who calls; default: ${DEFAULT-VALUE}.")
    String calling;

    @Option(names = "--called", paramLabel = "NUMBER", defaultValue = "+441632960000", description = "Who is called; default: ${DEFAULT-VALUE}.")
    String called;

    @Option(names = "--warm-up", paramLabel = "CALLS", defaultValue = "0", description = "Calls of this tool with itself before, so that a JVM that has just begun does not count; default: ${DEFAULT-VALUE}.")
    int warmUpCalls;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        int calls = Math.max(1, (int) Math.round(rate * (seconds - climbSeconds / 2.0)));
        AgentSettings settings = agent.settings("load", new Answering(0, 0, Answering.WAITS), spec);
        if (warmUpCalls > 0) {
            LabLoad.warmUp(settings.media(), warmUpCalls);
        }
        spec.commandLine().getErr().println("Placing " + calls + " calls.");
        spec.commandLine().getErr().flush();
        LabLoad.Figures figures = LabLoad.run(settings, new LabLoad.Plan(agent.gateway(spec), calling, called, rate,
                calls, Duration.ofMillis(holdMillis), Duration.ofSeconds(climbSeconds)));
        spec.commandLine().getOut().println(json(figures));
        return figures.failed() == 0 ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private void check() {
        OptionRange range = new OptionRange(spec);
        range.require("--rate", rate, 0.01, MOST_PER_SECOND);
        range.require("--seconds", seconds, 1, MOST_SECONDS);
        range.require("--hold", holdMillis, 0, Integer.MAX_VALUE);
        range.require("--climb", climbSeconds, 0, seconds);
        range.require("--warm-up", warmUpCalls, 0, MOST_CALLS);
        if (rate * seconds > MOST_CALLS) {
            throw new ParameterException(spec.commandLine(), "--rate, --seconds: found %.0f calls; right would be at "
                    .formatted(rate * seconds) + "most " + MOST_CALLS);
        }
    }

    private static ObjectNode json(LabLoad.Figures figures) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("attempts", figures.attempts()).put("answered", figures.answered()).put("failed", figures.failed());
        put(json, "setup_p50_ms", figures.setUpP50Millis());
        put(json, "setup_p99_ms", figures.setUpP99Millis());
        put(json, "setup_max_ms", figures.setUpMaxMillis());
        json.put("seconds", figures.seconds());
        ObjectNode failures = json.putObject("failures");
        figures.failures().forEach(failures::put);
        return json;
    }

    private static void put(ObjectNode json, String key, double value) {
        if (Double.isNaN(value)) {
            json.putNull(key);
        } else {
            json.put(key, value);
        }
    }
}
