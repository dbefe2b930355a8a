package io.tandem.cluster.cli;

import io.tandem.media.sdp.Direction;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Manner;
import io.tandem.ops.lab.Observations;
import io.tandem.ops.lab.Script;
import io.tandem.ops.lab.ScriptStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem lab answer}. */
@Command(name = "answer", mixinStandardHelpOptions = true, description = "Answers calls, signalling only, until Ctrl-C; the caller hangs up, unless told otherwise. Then says how many there were, and what the gateway did against the rules of the Microsoft side.")
final class LabAnswerCommand implements Callable<Integer> {
    private static final int MOST_MILLIS = 86_400_000;

    @Spec
    CommandSpec spec;

    @Mixin
    LabAgentOptions agent;

    @Option(names = "--after", paramLabel = "MILLIS", defaultValue = "0", description = "From the call to its answer; default: ${DEFAULT-VALUE}.")
    int answerAfterMillis;

    @Option(names = "--as-microsoft", description = "Rings from several ends, one of which brings the media early; wants a session timer and takes no UPDATE.")
    boolean asMicrosoft;

    @Option(names = "--hang-up-after", paramLabel = "MILLIS", description = "From the answer to our BYE; without it the caller hangs up.")
    Integer hangUpAfterMillis;

    @Option(names = "--hold-after", paramLabel = "MILLIS", description = "Puts each call on hold so long after its answer, by a=inactive as Microsoft does.")
    Integer holdAfterMillis;

    @Option(names = "--resume-after", paramLabel = "MILLIS", description = "Resumes it so long after its answer.")
    Integer resumeAfterMillis;

    @Option(names = "--refer-after", paramLabel = "MILLIS", description = "Hands each call on so long after its answer, to --refer-to.")
    Integer referAfterMillis;

    @Option(names = "--refer-to", paramLabel = "URI", description = "Whom: <sip:+441632960002@sip.lab.example;user=phone>.")
    String referTo;

    @Option(names = "--referred-by", paramLabel = "URI", defaultValue = "", description = "By whom; without it no Referred-By is sent.")
    String referredBy;

    @Override
    public Integer call() throws IOException, InterruptedException {
        AgentSettings settings = agent.settings("answer", answering(), spec)
                .in(asMicrosoft ? Manner.MICROSOFT : Manner.CORE);
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

    private Answering answering() {
        OptionRange range = new OptionRange(spec);
        range.require("--after", answerAfterMillis, 0, MOST_MILLIS);
        int hangUp = hangUpAfterMillis == null ? Answering.WAITS : millis("--hang-up-after", hangUpAfterMillis, range);
        if ((referAfterMillis == null) != (referTo == null)) {
            throw new ParameterException(spec.commandLine(),
                    "--refer-after, --refer-to: found one of them; right would be both, or none");
        }
        if (resumeAfterMillis != null && (holdAfterMillis == null || resumeAfterMillis < holdAfterMillis)) {
            throw new ParameterException(spec.commandLine(),
                    "--resume-after: found %d; right would be later than --hold-after".formatted(resumeAfterMillis));
        }
        List<ScriptStep> steps = new ArrayList<>();
        if (holdAfterMillis != null) {
            steps.add(new ScriptStep.Hold(millis("--hold-after", holdAfterMillis, range), Direction.INACTIVE));
        }
        if (resumeAfterMillis != null) {
            steps.add(new ScriptStep.Resume(millis("--resume-after", resumeAfterMillis, range)));
        }
        if (referAfterMillis != null) {
            steps.add(new ScriptStep.Refer(millis("--refer-after", referAfterMillis, range), referTo, referredBy));
        }
        steps.sort(Comparator.comparingInt(ScriptStep::afterMillis));
        Script script = new Script(steps);
        return asMicrosoft
                ? Answering.asMicrosoft(0, answerAfterMillis, hangUp, script)
                : new Answering(0, answerAfterMillis, hangUp, script);
    }

    private static int millis(String option, int value, OptionRange range) {
        range.require(option, value, 0, MOST_MILLIS);
        return value;
    }

    private static void tell(long calls, Observations seen, PrintWriter out) {
        out.println(calls + " calls were over.");
        seen.secured().forEach(session -> out.println("secured: " + session));
        seen.violations().forEach(violation -> out.println("wrong: " + violation));
        seen.broken().forEach(broken -> out.println("broken: " + broken));
        out.flush();
    }
}
