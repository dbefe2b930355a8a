package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tandem drain}: a node gives its calls and service addresses to the others, so that it can be stopped. */
@Command(name = "drain", mixinStandardHelpOptions = true, description = "Drains a node: it takes no new calls, and its service addresses go to others with their calls.")
final class DrainCommand implements Callable<Integer> {
    private static final Duration AGAIN = Duration.ofMillis(500);

    @Spec
    CommandSpec spec;

    @Option(names = "--ops", paramLabel = "URL", defaultValue = "http://127.0.0.1:9095", description = "A node's ops port (tandem.http.ops); default: ${DEFAULT-VALUE}.")
    URI ops;

    @Option(names = "--node", paramLabel = "HOST:PORT", description = "The node, as tandem cluster shows it; default: the one that is asked.")
    String node;

    @Option(names = "--wait", description = "Waits until nothing is left on it; fails when calls go on that no other node can have.")
    boolean wait;

    @Option(names = "--undo", description = "Takes it back: the node takes calls and service addresses again.")
    boolean undo;

    @Override
    public Integer call() throws OpsClient.Unanswered {
        String query = node == null ? "" : "?node=" + URLEncoder.encode(node, StandardCharsets.UTF_8);
        try (OpsClient client = new OpsClient(OpsClient.address(ops, spec))) {
            PrintWriter out = spec.commandLine().getOut();
            if (undo) {
                client.delete("/ops/drain" + query);
                out.println((node == null ? "the node" : node) + " takes calls again");
                out.flush();
                return ExitCode.RIGHT;
            }
            JsonNode drained = client.post("/ops/drain" + query);
            return follow(client, "/ops/drain" + query, drained, out);
        }
    }

    private int follow(OpsClient client, String path, JsonNode first, PrintWriter out) throws OpsClient.Unanswered {
        JsonNode drained = first;
        String shown = "";
        while (true) {
            String line = line(drained);
            if (!line.equals(shown)) {
                out.println(line);
                out.flush();
                shown = line;
            }
            switch (drained.path("drain").path("state").asText()) {
                case "moving", "waiting" -> {
                    if (!wait) {
                        return ExitCode.RIGHT;
                    }
                }
                case "late" -> {
                    return ExitCode.FAILED;
                }
                default -> {
                    return ExitCode.RIGHT;
                }
            }
            LockSupport.parkNanos(AGAIN.toNanos());
            drained = client.json(path);
        }
    }

    /** How far a node is, which is an entry of {@code members} of {@code GET /ops/cluster}. */
    static String line(JsonNode node) {
        JsonNode drain = node.path("drain");
        List<String> addresses = new ArrayList<>();
        drain.path("addresses").forEach(address -> addresses.add(address.asText()));
        String has = (addresses.size() == 1 ? "service address " : "service addresses ")
                + String.join(" ", addresses) + ", " + (node.has("calls") ? node.path("calls").asText() : "?")
                + " calls";
        return CallText.text(node.path("node")) + switch (drain.path("state").asText()) {
            case "moving" -> ": " + has + " on their way to others";
            case "waiting" -> ": " + has + "; no other node can have them, so they may end";
            case "late" ->
                    ": " + has + " go on, and no other node can have them: they stay in the journal for the next "
                            + "start, or --undo";
            case "done" -> ": nothing is left, it can be stopped";
            default -> " is not drained";
        };
    }
}
