package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Options of the lab that cannot be: each says what was found and what would be right. */
class LabCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            load   | --rate 0                             | --rate: found 0; right would be 0.01 to 100000
            load   | --seconds 0                          | --seconds: found 0; right would be 1 to 1000000
            load   | --hold -1                            | --hold: found -1; right would be 0 to 2147483647
            load   | --seconds 5 --climb 6                | --climb: found 6; right would be 0 to 5
            load   | --warm-up -1                         | --warm-up: found -1; right would be 0 to 10000000
            load   | --rate 100000 --seconds 1000         | --rate, --seconds: found 100000000 calls; right would be
            answer | --after -1                           | --after: found -1; right would be 0 to 86400000
            answer | --hang-up-after -5                   | --hang-up-after: found -5; right would be 0 to 86400000
            answer | --hold-after -5                      | --hold-after: found -5; right would be 0 to 86400000
            answer | --resume-after 5                     | --resume-after: found 5; right would be later than --hold-after
            answer | --hold-after 9 --resume-after 5      | --resume-after: found 5; right would be later than --hold-after
            answer | --refer-after 9                      | --refer-after, --refer-to: found one of them
            answer | --refer-to <sip:a@b>                 | --refer-after, --refer-to: found one of them
            """)
    void aNumberThatCannotBeIsAMistakeOfUsage(String command, String options, String complaint) {
        StringWriter err = new StringWriter();
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(new StringWriter(), true)).setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of("lab", command, "--listen", "127.0.0.1:9", "--gateway",
                "127.0.0.1:9"));
        arguments.addAll(List.of(options.split(" ")));

        assertThat(line.execute(arguments.toArray(String[]::new))).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains(complaint);
    }
}
