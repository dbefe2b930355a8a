package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tandem calls}: the calls of a running node, asked over its ops port. */
@Command(name = "calls", mixinStandardHelpOptions = true, description = "Shows the calls of a running node, and ends one.")
final class CallsCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Option(names = "--ops", paramLabel = "URL", scope = ScopeType.INHERIT, defaultValue = "http://127.0.0.1:9095", description = "The node's ops port (tandem.http.ops); default: ${DEFAULT-VALUE}.")
    URI ops;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Which command? There are: calls list, calls show CALLID, calls end CALLID");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the calls that are up.")
    int list(
            @Option(names = "--account", paramLabel = "NAME", description = "Only calls of this account.") String account,
            @Option(names = "--number", paramLabel = "NUMBER", description = "Only calls from or to this number.") String number,
            @Option(names = "--state", paramLabel = "STATE", description = "Only calls in this state.") String state,
            @Option(names = "--top", paramLabel = "N", defaultValue = "100", description = "At most so many; default: ${DEFAULT-VALUE}.") int top)
            throws OpsClient.Unanswered {
        StringBuilder path = new StringBuilder("/ops/calls?top=").append(top);
        filter(path, "account", account);
        filter(path, "number", number);
        filter(path, "state", state);
        try (OpsClient client = new OpsClient(OpsClient.address(ops, spec))) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(CallText.table(client.json(path.toString())));
            out.flush();
            return ExitCode.RIGHT;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one call, up or ended: state, legs, media, timeline and its SIP ladder.")
    int show(@Parameters(paramLabel = "CALLID", description = "As calls list shows it.") String call,
            @Option(names = "--messages", description = "With the messages whole, where the node keeps any (tandem.trace.keep-bytes).") boolean messages)
            throws OpsClient.Unanswered {
        String path = "/ops/calls/" + encoded(call);
        try (OpsClient client = new OpsClient(OpsClient.address(ops, spec))) {
            JsonNode view = client.json(path);
            String ladder = client.text(path + (messages ? "/ladder?messages=full" : "/ladder"));
            PrintWriter out = spec.commandLine().getOut();
            out.print(CallText.call(view));
            out.println();
            out.print(ladder);
            out.flush();
            return ExitCode.RIGHT;
        }
    }

    @Command(name = "end", mixinStandardHelpOptions = true, description = "Ends one call: both sides get a BYE, or the caller a refusal.")
    int end(@Parameters(paramLabel = "CALLID", description = "As calls list shows it.") String call)
            throws OpsClient.Unanswered {
        try (OpsClient client = new OpsClient(OpsClient.address(ops, spec))) {
            client.delete("/ops/calls/" + encoded(call));
            PrintWriter out = spec.commandLine().getOut();
            out.println("call " + call + " is being ended");
            out.flush();
            return ExitCode.RIGHT;
        }
    }

    private static void filter(StringBuilder path, String name, String value) {
        if (value != null) {
            path.append('&').append(name).append('=').append(encoded(value));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
