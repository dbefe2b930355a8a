package io.tandem.cluster.cli;

import io.tandem.cluster.boot.Node;
import io.tandem.cluster.boot.StartFailure;
import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tandem run}: a node in the foreground, until SIGTERM or SIGINT. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs a node in the foreground; SIGTERM stops it in order.")
final class RunCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration (HOCON).")
    Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "Takes the place of tandem.data-directory.")
    Path data;

    @Override
    public Integer call() throws StartFailure {
        return switch (ConfigFile.read(file, Optional.ofNullable(data))) {
            case ConfigResult.Right right -> run(right.config());
            case ConfigResult.Wrong wrong -> {
                spec.commandLine().getErr().println(wrong.report());
                yield ExitCode.WRONG_INPUT;
            }
        };
    }

    private static int run(TandemConfig config) throws StartFailure {
        Node node = Node.start(config);
        Runnable forget = node.atExit(
                () -> Runtime.getRuntime().halt(node.stop() ? ExitCode.RIGHT : ExitCode.FAILED));
        node.awaitStopped();
        forget.run(); // the node gave up by itself, downed or broken; or it is stopping, which ends the process
        return ExitCode.FAILED;
    }
}
