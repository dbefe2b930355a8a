package io.tandem.cluster.cli;

import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Observations;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tandem lab answer}. */
@Command(name = "answer", mixinStandardHelpOptions = true, description = "Answers calls, signalling only, until Ctrl-C; the caller hangs up. Then says how many there were, and what the gateway did against the rules of the Microsoft side.")
final class LabAnswerCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    LabAgentOptions agent;

    @Option(names = "--after", paramLabel = "MILLIS", defaultValue = "0", description = "From the call to its answer; default: ${DEFAULT-VALUE}.")
    int answerAfterMillis;

    @Override
    public Integer call() throws IOException, InterruptedException {
        AgentSettings settings = agent.settings("answer", new Answering(0, Math.max(0, answerAfterMillis),
                Answering.WAITS), spec);
        AtomicLong calls = new AtomicLong();
        PrintWriter out = spec.commandLine().getOut();
        try (LabAgent running = LabAgent.start(settings, _ -> calls.incrementAndGet())) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> tell(calls.get(), running.observations(), out),
                            "lab-answer-stop"));
            out.println("Answering on " + agent.listen + " over " + agent.transport + " until Ctrl-C.");
            out.flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.RIGHT;
    }

    private static void tell(long calls, Observations seen, PrintWriter out) {
        out.println(calls + " calls were over.");
        seen.secured().forEach(session -> out.println("secured: " + session));
        seen.violations().forEach(violation -> out.println("wrong: " + violation));
        seen.broken().forEach(broken -> out.println("broken: " + broken));
        out.flush();
    }
}
