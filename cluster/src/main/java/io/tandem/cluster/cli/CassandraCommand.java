package io.tandem.cluster.cli;

import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.journal.cassandra.CassandraMigration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem cassandra}. */
@Command(name = "cassandra", description = "Prepares the database of tandem.storage = cassandra.", mixinStandardHelpOptions = true)
final class CassandraCommand implements Runnable {
    private static final Pattern REPLICAS = Pattern.compile("([A-Za-z0-9_.-]{1,48}):([1-9][0-9]?)");
    private static final int USUAL_REPLICAS = 3;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? There is: cassandra migrate");
    }

    @Command(name = "migrate", mixinStandardHelpOptions = true, description = "Makes keyspace and tables, or what they lack; what is there stays. A node does not do that itself unless tandem.lab = true.")
    int migrate(
            @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration of a node (HOCON).") Path file,
            @Option(names = "--replicas", paramLabel = "DC:N", split = ",", description = "Copies of each row by data centre, of a keyspace that is not there yet; default: 3 in tandem.cassandra.local-datacenter, 1 with tandem.lab = true.") List<String> replicas,
            @Option(names = "--print", description = "Writes the statements to standard output and changes nothing.") boolean print) {
        return switch (ConfigFile.readOffline(file)) {
            case ConfigResult.Right right -> migrate(right.config(), replicas == null ? List.of() : replicas, print);
            case ConfigResult.Wrong wrong -> {
                spec.commandLine().getErr().println(wrong.report());
                yield ExitCode.WRONG_INPUT;
            }
        };
    }

    private int migrate(TandemConfig config, List<String> replicas, boolean print) {
        if (config.storage() != TandemConfig.Storage.CASSANDRA) {
            throw new ParameterException(spec.commandLine(),
                    "tandem.storage: found embedded; right would be cassandra");
        }
        Map<String, Integer> copies = copies(config, replicas);
        PrintWriter out = spec.commandLine().getOut();
        String keyspace = config.cassandra().access().keyspace();
        if (print) {
            out.print(CassandraMigration.script(keyspace, copies));
        } else {
            List<String> applied = CassandraMigration.apply(config.system(), config.cassandra(), copies);
            applied.forEach(step -> out.println("applied " + step));
            out.println("keyspace " + keyspace + " has all that this build needs");
        }
        out.flush();
        return ExitCode.RIGHT;
    }

    private Map<String, Integer> copies(TandemConfig config, List<String> replicas) {
        Map<String, Integer> copies = new TreeMap<>();
        for (String each : replicas) {
            Matcher read = REPLICAS.matcher(each);
            if (!read.matches()) {
                throw new ParameterException(spec.commandLine(), "--replicas: found " + each
                        + "; right would be data centre and number of copies, such as dc1:3");
            }
            copies.put(read.group(1), Integer.parseInt(read.group(2)));
        }
        return copies.isEmpty()
                ? Map.of(config.cassandra().access().localDatacenter(),
                        config.cassandra().lab() ? 1 : USUAL_REPLICAS)
                : copies;
    }
}
