package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** F-22: {@code tandem rules test}, word for word. */
class RulesCommandTest {
    private static final String RULES = """
            { name = core, rules {
                inbound = [
                  { name = tell-origin, when { message = request, methods = [INVITE], header = Request-URI, matches = "sip:([^@]+)@" }
                    do = [ { add = X-Called, value = "$1" }, { sdp-remove = "^a=ptime" } ] }
                  { name = answers, when { statuses = ["2xx"] }, do = [ { remove = Server } ] }
                  { name = idle, when { header = Subject }, do = [ { remove = X-None } ] }
                ]
                outbound = [ { name = strip, do = [ { remove = Subject } ] } ] },""";
    /** As people keep one: line feeds, and no longer the length that it says. */
    private static final String INVITE = """
            INVITE sip:02079460000@192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1
            Max-Forwards: 70
            From: <sip:01632960111@core.example>;tag=1
            To: <sip:02079460000@192.0.2.1>
            Call-ID: c
            CSeq: 1 INVITE
            Contact: <sip:caller@10.0.0.9>
            Subject: lunch
            Content-Type: application/sdp
            Content-Length: 7

            v=0
            o=- 1 1 IN IP4 10.0.0.9
            s=-
            t=0 0
            m=audio 4000 RTP/AVP 8
            c=IN IP4 10.0.0.9
            a=ptime:20
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir
    private Path folder;
    private Path config;
    private Path message;

    @BeforeEach
    void write() throws IOException {
        config = Files.writeString(folder.resolve("tandem.conf"),
                NodePlan.onFreePorts(1).hocon().replace("{ name = core,", RULES));
        message = Files.writeString(folder.resolve("invite"), INVITE);
    }

    @Test
    @Tag("F-22")
    void showsWhichRulesMatchedAndTheMessageAfterThem() {
        assertThat(test(message.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                group core, in: 3 rules
                  tell-origin  matches: added X-Called, removed a=ptime of audio
                  answers  no match
                  idle  matches: changes nothing

                INVITE sip:02079460000@192.0.2.1 SIP/2.0
                Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:01632960111@core.example>;tag=1
                To: <sip:02079460000@192.0.2.1>
                Call-ID: c
                CSeq: 1 INVITE
                Contact: <sip:caller@10.0.0.9>
                Subject: lunch
                Content-Type: application/sdp
                X-Called: 02079460000
                Content-Length: 85

                v=0
                o=- 1 1 IN IP4 10.0.0.9
                s=-
                t=0 0
                m=audio 4000 RTP/AVP 8
                c=IN IP4 10.0.0.9
                """);
    }

    @Test
    void triesTheOtherDirectionOfOneGroup() {
        assertThat(test(message.toString(), "--group", "core", "--direction", "out")).isZero();
        assertThat(out.toString()).startsWith("group core, out: 1 rules")
                .contains("strip  matches: removed Subject")
                .doesNotContain("lunch");
        assertThat(test(message.toString(), "--group", "teams")).isOne();
        assertThat(out.toString()).contains("no rules for that direction in: teams");
        assertThat(test(message.toString(), "--group", "none")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no peer group none; there are: core, teams");
    }

    @Test
    void saysWhatIsNoMessageAndWhatIsNoConfiguration() throws IOException {
        Path none = Files.writeString(folder.resolve("none"), "HELO\n");
        assertThat(test(none.toString())).isOne();
        assertThat(err.toString()).contains(none + ": no SIP message: Not SIP");
        assertThat(test(folder.resolve("absent").toString())).isOne();
        Files.writeString(config, Files.readString(config).replace("remove = Server", "remove = Via"));
        assertThat(test(message.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("tandem.peer-groups[0].rules.inbound[1].do[0].remove", "found Via",
                "(rule \"answers\")");
    }

    private int test(String file, String... options) {
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] arguments = new String[4 + options.length];
        System.arraycopy(new String[]{"rules", "test", config.toString(), file}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return line.execute(arguments);
    }
}
