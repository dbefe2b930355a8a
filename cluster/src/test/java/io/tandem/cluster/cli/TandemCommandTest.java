package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TandemCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tandem(String... arguments) {
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void tellsItsCommandsAndItsVersion() {
        assertThat(tandem("--help")).isZero();
        assertThat(out.toString()).contains("run").contains("config").contains("calls").contains("verify");
        assertThat(tandem("--version")).isZero();
        assertThat(out.toString()).contains("tandem ").contains("Java 2");
    }

    @Test
    void endsWithTwoWhenUsedWrong() {
        assertThat(tandem()).isEqualTo(2);
        assertThat(tandem("dance")).isEqualTo(2);
        assertThat(tandem("run")).isEqualTo(2);
        assertThat(tandem("calls", "list", "--ops", "localhost:9095")).isEqualTo(2);
        assertThat(err.toString()).contains("Which command?")
                .contains("dance")
                .contains("--config=FILE")
                .contains(
                        "right would be an address such as http://127.0.0.1:9095");
    }

    @Test
    void checksAConfiguration(@TempDir Path folder) throws Exception {
        NodePlan plan = NodePlan.onFreePorts(1);
        Path right = Files.writeString(folder.resolve("right.conf"), plan.hocon());
        assertThat(tandem("config", "check", right.toString(), "--data", folder.toString())).as(
                err.toString()).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines(right + ": right\n");
        Path wrong = Files.writeString(folder.resolve("wrong.conf"), plan.with("tandem.storage = tape").hocon());
        assertThat(tandem("config", "check", wrong.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("tandem.storage (line ")
                .contains("found tape; right would be one of cassandra, embedded");
    }

    @Test
    @Tag("NUM-32")
    void showsWhatTheRulesOfATrunkMakeOfANumber(@TempDir Path folder) throws Exception {
        String rules = """
                { name = core, numbers { inbound-called = [
                    { name = short, pattern = "^(\\\\d{4})$", translation = "+4420794$1" }
                    { name = national, pattern = "^0(\\\\d{9,10})$", translation = "+44$1" } ] },""";
        Path file = Files.writeString(folder.resolve("tandem.conf"),
                NodePlan.onFreePorts(1).hocon().replace("{ name = core,", rules));
        assertThat(tandem("numbers", "test", "--config", file.toString(), "--group", "core", "called", "02079460000"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("short  ^(\\d{4})$ -> +4420794$1  no match",
                "national  ^0(\\d{9,10})$ -> +44$1  matches: 02079460000 -> +442079460000", "result: +442079460000");
        assertThat(tandem("numbers", "test", "--config", file.toString(), "--group", "core", "called", "123")).isOne();
        assertThat(out.toString()).contains("too few digits", "gets 484");
        assertThat(tandem("numbers", "test", "--config", file.toString(), "--group", "core", "called", "911")).isOne();
        assertThat(out.toString()).contains("emergency: 911");
        assertThat(tandem("numbers", "test", "--config", file.toString(), "--group", "none", "called", "1")).isEqualTo(
                2);
        assertThat(err.toString()).contains("there is no peer group none; there are: core");
    }

    @Test
    void showsWhatATrunkIsSentAndWhichOfTwoRulesOfOneNameDidIt(@TempDir Path folder) throws Exception {
        String core = """
                { name = core, numbers { country-code = "44", write { request-uri = national, to = 00intl, identity = tel }
                    outbound-called = [ { name = strip, pattern = "^\\\\+33(\\\\d+)$", translation = "0033$1" }
                                        { name = strip, pattern = "^\\\\+1(\\\\d{10})$", translation = "$1" } ] },""";
        String teams = """
                { name = teams, numbers { outbound-calling = [ { name = cut, pattern = "^\\\\+4420(\\\\d+)$", translation = "$1" } ] },""";
        Path file = Files.writeString(folder.resolve("tandem.conf"), NodePlan.onFreePorts(1)
                .hocon()
                .replace("{ name = core,", core)
                .replace("{ name = teams,", teams));
        assertThat(outbound(file, "core", "called", "+442079460000")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("written: Request-URI 02079460000, To 00442079460000\n");
        assertThat(outbound(file, "core", "calling", "+442079460000")).isZero();
        assertThat(out.toString()).contains("written: From +442079460000, P-Asserted-Identity tel:+442079460000\n");
        assertThat(outbound(file, "core", "called", "+12065550100")).isOne();
        assertThat(out.toString()).contains("0033$1  no match", "-> $1  matches: +12065550100 -> 2065550100",
                "it is written as it is");
        assertThat(outbound(file, "teams", "calling", "+442079460000")).isOne();
        assertThat(out.toString()).contains("caller-without-number is anonymous");
        assertThat(outbound(file, "core", "called", "911")).as("it goes to the core").isZero();
    }

    private int outbound(Path file, String group, String party, String number) {
        return tandem("numbers", "test", "--config", file.toString(), "--group", group, "--direction", "outbound",
                party,
                number);
    }

    @Test
    @Tag("NUM-3")
    void readsAListOfNumbersAndSaysWhereOneIsNone(@TempDir Path folder) throws Exception {
        Path list = Files.writeString(folder.resolve("numbers.csv"),
                "\uFEFF+44 1632 960000\r\n\"+1 (206) 555-0100\"\r\n"
                        + "\r\n441632960001\r\n4.41633E+11\r\n01632960002\r\n+0441632\r\n\uFF10\uFF11\r\n+1%32\r\n");
        assertThat(tandem("numbers", "check", list.toString())).isOne();
        assertThat(out.toString().lines()).containsExactly("+441632960000", "+12065550100");
        assertThat(err.toString()).contains(list + ":4: no + before it", list + ":5: spreadsheet format",
                list + ":6: begins with 0", list + ":7: not E.164", list + ":8: not a number",
                list + ":9: not a number",
                "2 right, 6 wrong").doesNotContain("441632960001");
        Path fine = Files.writeString(folder.resolve("fine"), "441632960001\n");
        assertThat(tandem("numbers", "check", "--lenient", fine.toString())).isZero();
        assertThat(err.toString()).contains(fine + ":1: + added", "1 right, 0 wrong");
        assertThat(tandem("numbers", "check", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none: no such file");
    }

    @Test
    void refusesToRunAWrongConfigurationWithTheSameReport(@TempDir Path folder) throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.conf"),
                NodePlan.onFreePorts(1).with("tandem.storage = tape").hocon());
        assertThat(tandem("run", "--config", wrong.toString())).isEqualTo(2);
        String atRun = err.toString();
        assertThat(tandem("config", "check", wrong.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(atRun + atRun);
    }

    @Test
    void saysInWordsThatNoNodeAnswers() {
        assertThat(tandem("calls", "list", "--ops", "http://127.0.0.1:" + FreePorts.one())).isEqualTo(1);
        assertThat(err.toString()).contains("tandem: no node answers on http://127.0.0.1:").doesNotContain("\tat ");
    }
}
