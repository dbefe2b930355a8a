package io.tandem.cluster.cli;

import io.tandem.ops.lab.cassandra.CassandraServer;
import io.tandem.ops.lab.cassandra.ServerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tandem lab cassandra}. */
@Command(name = "cassandra", mixinStandardHelpOptions = true, description = "Runs a Cassandra of one node in the foreground, until Ctrl-C, for trying tandem.storage = cassandra. The first time its jars are fetched. Needs a JDK 17 beside ours.")
final class LabCassandraCommand implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;

    @Spec
    CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "data/lab-cassandra", description = "Where its files are; default: ${DEFAULT-VALUE}.")
    Path directory;

    @Option(names = "--address", paramLabel = "IP", defaultValue = "127.0.0.1", description = "What it listens on; default: ${DEFAULT-VALUE}.")
    String address;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "9042", description = "For clients; default: ${DEFAULT-VALUE}.")
    int port;

    @Option(names = "--storage-port", paramLabel = "PORT", defaultValue = "7000", description = "For other servers, of which there are none; default: ${DEFAULT-VALUE}.")
    int storagePort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        OptionRange range = new OptionRange(spec);
        range.require("--port", port, 1, MOST_PORT);
        range.require("--storage-port", storagePort, 1, MOST_PORT);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Cassandra starts in " + directory.toAbsolutePath() + " ...");
        out.flush();
        CassandraServer server = CassandraServer.start(
                new ServerSettings(directory.toAbsolutePath(), address, port, storagePort, false));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "lab-cassandra-stop"));
        out.println(
                "Cassandra is ready on " + address + ":" + port + " (data centre datacenter1), until Ctrl-C. Its log: "
                        + server.log());
        out.flush();
        int code = server.awaitEnd();
        out.println("Cassandra ended with " + code + ".");
        out.flush();
        return ExitCode.FAILED;
    }

    private static void close(CassandraServer server) {
        try {
            server.close();
        } catch (IOException stays) {
            System.err.println("Cassandra could not be stopped: process " + server.pid());
        }
    }
}
