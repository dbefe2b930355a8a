package io.tandem.cluster.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tandem trunks}: the trunks of a running node, asked over its ops port. */
@Command(name = "trunks", mixinStandardHelpOptions = true, description = "Shows the trunks of a running node: each peer, its addresses, and whether they serve.")
final class TrunksCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--ops", paramLabel = "URL", defaultValue = "http://127.0.0.1:9095", description = "The node's ops port (tandem.http.ops); default: ${DEFAULT-VALUE}.")
    URI ops;

    @Override
    public Integer call() throws OpsClient.Unanswered {
        try (OpsClient client = new OpsClient(OpsClient.address(ops, spec))) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(TrunkText.table(client.json("/ops/trunks"), Instant.now()));
            out.flush();
            return ExitCode.RIGHT;
        }
    }
}
