package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The demo as an operator starts it: a node, both sides of it, calls with audio. */
class DemoCommandIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** F-21: by a plain configuration, over mutual TLS, judged by what Microsoft asks of headers, descriptions and transfers. */
    @Test
    @Tag("F-21")
    void everyCallIsAnsweredHeardBothWaysAndRecordedOnceAndNothingIsLeftBehind() {
        int code = tandem("demo", "--calls", "6", "--cps", "4", "--hold", "4", "--exit");

        assertThat(code).as("%s%n%s", out, err).isZero();
        assertThat(out.toString())
                .contains("core → MPS", "MPS → core", "caller, 16", "callee, 16", "INVITE (sdp)", "hold, resume",
                        "transfer to core", "transfer to MPS",
                        "Microsoft side: mutual TLS, TLSv1.3", "opened by the gateway", "opened by us",
                        "All 6 calls were right.")
                .doesNotContain("wrong:");
        Matcher directory = Pattern.compile("data in (.+);").matcher(out.toString());
        assertThat(directory.find()).isTrue();
        assertThat(Path.of(directory.group(1))).doesNotExist();
    }

    /** The promise (design §4), with processes and a database of its own. */
    @Test
    void aNodeOfTheClusterIsKilledAndNoneOfItsCallsIsLost() {
        int code = tandem("demo", "--cluster", "--calls", "6", "--cps", "6", "--hold", "16", "--exit");

        assertThat(code).as("%s%n%s", out, err).isZero();
        assertThat(out.toString())
                .contains("kill -9", "moved to 127.0.0.", "of 6 answered calls none was lost")
                .doesNotContain("wrong:");
    }

    @Test
    void callsOfAClusterTalkLongEnoughToSeeTheTakeover() {
        assertThat(tandem("demo", "--cluster", "--hold", "5", "--exit")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("--hold: found 5; right would be 20 to 3600");
    }

    @Test
    void anImpossibleRateIsAMistakeOfUsage() {
        assertThat(tandem("demo", "--cps", "0", "--exit")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("--cps: found 0; right would be 0.1 to 100");
    }

    private int tandem(String... arguments) {
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
