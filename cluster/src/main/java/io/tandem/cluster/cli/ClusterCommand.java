package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tandem cluster}: the nodes and service addresses of a cluster, asked over the ops port of one of them. */
@Command(name = "cluster", mixinStandardHelpOptions = true, description = "Shows the nodes of the cluster: who is there, the calls of each, and who has which service address.")
final class ClusterCommand implements Callable<Integer> {
    private static final List<String> HEADINGS = List.of("NODE", "STATUS", "REACHABLE", "CALLS", "SHARDS", "");
    private static final List<String> ADDRESSES = List.of("ADDRESS", "HOME", "OWNER", "EPOCH", "");

    @Spec
    CommandSpec spec;

    @Option(names = "--ops", paramLabel = "URL", scope = ScopeType.INHERIT, defaultValue = "http://127.0.0.1:9095", description = "A node's ops port (tandem.http.ops); default: ${DEFAULT-VALUE}.")
    URI ops;

    @Override
    public Integer call() throws OpsClient.Unanswered {
        try (OpsClient client = new OpsClient(OpsClient.address(ops, spec))) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(table(client.json("/ops/cluster")));
            out.flush();
            return ExitCode.RIGHT;
        }
    }

    @Command(name = "hand-back", mixinStandardHelpOptions = true, description = "Sends a service address home with its calls, as soon as nothing else moves.")
    int handBack(
            @Parameters(paramLabel = "ID", description = "The service address, as tandem cluster shows it.") String id)
            throws OpsClient.Unanswered {
        try (OpsClient client = new OpsClient(OpsClient.address(ops, spec))) {
            JsonNode address = client.post("/ops/addresses/" + URLEncoder.encode(id, StandardCharsets.UTF_8)
                    + "/hand-back");
            PrintWriter out = spec.commandLine().getOut();
            out.println("service address " + id + " goes home to " + address.path("home").asText());
            out.flush();
            return ExitCode.RIGHT;
        }
    }

    /** The answer of {@code GET /ops/cluster}, one row a node. */
    static String table(JsonNode cluster) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (JsonNode node : cluster.path("members")) {
            String name = CallText.text(node.path("node"));
            List<String> notes = new ArrayList<>();
            if (name.equals(cluster.path("self").asText())) {
                notes.add("asked");
            }
            if (name.equals(cluster.path("leader").asText())) {
                notes.add("leader");
            }
            if (node.has("drain")) {
                notes.add("drained, " + node.path("drain").path("state").asText());
            }
            rows.add(List.of(name, CallText.text(node.path("status")),
                    node.path("reachable").asBoolean() ? "yes" : "NO",
                    node.has("calls") ? node.path("calls").asText() : "-", String.valueOf(node.path("shards").size()),
                    String.join(", ", notes)));
        }
        return CallText.aligned(rows) + "\n" + addresses(cluster);
    }

    private static String addresses(JsonNode cluster) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(ADDRESSES);
        for (JsonNode address : cluster.path("serviceAddresses")) {
            String owner = address.has("owner") ? address.path("owner").asText() : "nobody";
            String note = address.path("atWork").asBoolean()
                    ? owner.equals(address.path("home").asText()) ? "" : "taken over"
                    : "on its way";
            rows.add(List.of(CallText.text(address.path("id")), CallText.text(address.path("home")), owner,
                    address.path("epoch").asText(), note));
        }
        return CallText.aligned(rows);
    }
}
