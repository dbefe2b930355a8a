package io.tandem.cluster.cli;

import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem config}. */
@Command(name = "config", description = "Looks at configuration files.", mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? There is: config check FILE");
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Reads a configuration whole and lists every mistake: where, what stands there, and what would "
            + "be right. Tries the ports too, so a node that runs from the file is reported.")
    int check(@Parameters(paramLabel = "FILE", description = "The configuration (HOCON).") Path file,
            @Option(names = "--data", paramLabel = "DIR", description = "Takes the place of tandem.data-directory.") Path data) {
        return switch (ConfigFile.read(file, Optional.ofNullable(data))) {
            case ConfigResult.Right _ -> {
                spec.commandLine().getOut().println(file + ": right");
                yield ExitCode.RIGHT;
            }
            case ConfigResult.Wrong wrong -> {
                spec.commandLine().getErr().println(wrong.report());
                yield ExitCode.WRONG_INPUT;
            }
        };
    }
}
