package io.tandem.cluster.cli;

import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem rules}: what the rules of a trunk make of a message (F-22). */
@Command(name = "rules", mixinStandardHelpOptions = true, description = "Tries the header and SDP rules of a configuration on a message.")
final class RulesCommand implements Runnable {
    private static final int MAX_MESSAGE_BYTES = 65_535;

    @Spec
    CommandSpec spec;

    /** Which way the message goes, as the option words it. */
    enum Direction {
        in, out
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? There is: rules test FILE MESSAGE");
    }

    @Command(name = "test", mixinStandardHelpOptions = true, description = "Shows which rules match a message, what they do, and the "
            + "message after them. Ends with 0 when there was a message and there were rules, 1 when not.")
    int test(
            @Parameters(index = "0", paramLabel = "FILE", description = "The configuration (HOCON).") Path file,
            @Parameters(index = "1", paramLabel = "MESSAGE", description = "A file with one SIP message; - for standard input. Lines may end with LF: then the length of its body is found anew.") String message,
            @Option(names = "--group", paramLabel = "GROUP", description = "The peer group whose rules are tried; default: each that has rules.") Optional<String> group,
            @Option(names = "--direction", paramLabel = "DIRECTION", defaultValue = "in", description = "in (what the group sends us) or out (what we send it); default: ${DEFAULT-VALUE}.") Direction direction)
            throws IOException {
        return switch (ConfigFile.readOffline(file)) {
            case ConfigResult.Right right -> test(groups(right.config().peerGroups(), group), direction, message);
            case ConfigResult.Wrong wrong -> {
                spec.commandLine().getErr().println(wrong.report());
                yield ExitCode.WRONG_INPUT;
            }
        };
    }

    private int test(List<PeerGroup> groups, Direction direction, String message) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        byte[] bytes = MessageFile.onTheWire(read(message));
        return switch (SipParser.parse(bytes, 0, bytes.length, ParseLimits.WIDE)) {
            case ParseResult.Parsed(var parsed) -> {
                boolean tried = false;
                for (PeerGroup group : groups) {
                    tried |= new RulesTrial(group, direction, out).of(parsed);
                }
                if (!tried) {
                    out.println("no rules for that direction in: "
                            + String.join(", ", groups.stream().map(PeerGroup::name).toList()));
                }
                out.flush();
                yield tried ? ExitCode.RIGHT : ExitCode.FAILED;
            }
            case ParseResult.Malformed malformed -> notAMessage(message, malformed.reason());
            case ParseResult.KeepAlive _ -> notAMessage(message, "it is empty");
        };
    }

    private int notAMessage(String message, String why) {
        spec.commandLine().getErr().println(message + ": no SIP message: " + why);
        return ExitCode.FAILED;
    }

    private static byte[] read(String message) throws IOException {
        if (message.equals("-")) {
            return System.in.readNBytes(MAX_MESSAGE_BYTES);
        }
        try (InputStream file = Files.newInputStream(Path.of(message))) {
            return file.readNBytes(MAX_MESSAGE_BYTES);
        }
    }

    private List<PeerGroup> groups(List<PeerGroup> all, Optional<String> name) {
        List<PeerGroup> meant = all.stream()
                .filter(group -> name.isEmpty() || group.name().equals(name.get()))
                .toList();
        if (meant.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--group: there is no peer group " + name.orElse("")
                    + "; there are: " + String.join(", ", all.stream().map(PeerGroup::name).toList()));
        }
        return meant;
    }
}
