package io.tandem.cluster.cli;

import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem numbers}: what the rules of a trunk make of a number (NUM-32), and lists of numbers (NUM-3). */
@Command(name = "numbers", mixinStandardHelpOptions = true, description = "Tries the number rules of a configuration; checks lists of numbers.")
final class NumbersCommand implements Runnable {
    @Spec
    CommandSpec spec;

    /** Which number of a call, and which way it goes, as the option words them. */
    enum Party {
        called, calling
    }

    enum Direction {
        inbound, outbound
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Which command? There are: numbers test --group GROUP called|calling NUMBER, numbers check FILE");
    }

    @Command(name = "test", mixinStandardHelpOptions = true, description = "Shows each rule that is tried on a number, and what comes of it. "
            + "Ends with 0 when that is a number that can be called, 1 when it is not.")
    int test(
            @Option(names = "--config", paramLabel = "FILE", defaultValue = "tandem.conf", description = "The configuration (HOCON); default: ${DEFAULT-VALUE}.") Path file,
            @Option(names = "--group", paramLabel = "GROUP", required = true, description = "The peer group whose rules are tried.") String group,
            @Option(names = "--direction", paramLabel = "DIRECTION", defaultValue = "inbound", description = "inbound (what the group sends us) or outbound (what we send it); default: ${DEFAULT-VALUE}.") Direction direction,
            @Parameters(index = "0", paramLabel = "PARTY", description = "called or calling.") Party party,
            @Parameters(index = "1", paramLabel = "NUMBER", description = "As dialled, or a sip, tel or urn URI.") String number) {
        return switch (ConfigFile.readOffline(file)) {
            case ConfigResult.Right right ->
                    test(right.config(), group(right.config(), group), direction, party, number);
            case ConfigResult.Wrong wrong -> {
                spec.commandLine().getErr().println(wrong.report());
                yield ExitCode.WRONG_INPUT;
            }
        };
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Reads a file with one number a line, with country "
            + "codes, and prints them in E.164. Ends with 0 when each line is a number, 1 when one is not; says which, and why.")
    int check(
            @Option(names = "--lenient", description = "Take digits without a + for a number with its country code.") boolean lenient,
            @Parameters(index = "0", paramLabel = "FILE", description = "One number a line, UTF-8; quotes and separators are left out.") Path file) {
        return new NumberListCheck(file, lenient, spec.commandLine().getOut(), spec.commandLine().getErr()).run();
    }

    private int test(TandemConfig config, PeerGroup group, Direction direction, Party party, String number) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Uri> parsed = number.matches("(?i)(sips?|tel|urn):.*") ? Uri.parse(number) : Optional.empty();
        Uri uri = parsed.orElseGet(() -> SipUri.of(number, "localhost", -1));
        int code = new NumberTrial(config.emergency(), group, direction, party, out).of(uri, number);
        out.flush();
        return code;
    }

    private PeerGroup group(TandemConfig config, String name) {
        return config.peerGroups()
                .stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--group: there is no peer group " + name
                        + "; there are: "
                        + String.join(", ", config.peerGroups().stream().map(PeerGroup::name).toList())));
    }
}
