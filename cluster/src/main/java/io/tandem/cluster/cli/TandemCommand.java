package io.tandem.cluster.cli;

import io.tandem.cluster.boot.Product;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem}: the commands together. */
@Command(name = "tandem", mixinStandardHelpOptions = true, versionProvider = TandemCommand.Version.class, description = "An open communications gateway: an answered call outlives the node that carries it.", synopsisSubcommandLabel = "COMMAND", footer = {
        "", "  verify    Builds and runs every test; what follows it goes to Maven.",
        "", "Exit codes: 0 right, 1 failed while running, 2 wrong configuration or usage."}, subcommands = {
                RunCommand.class, ConfigCommand.class, CallsCommand.class, ClusterCommand.class, DrainCommand.class,
                TrunksCommand.class,
                NumbersCommand.class,
                RulesCommand.class, CassandraCommand.class,
                DemoCommand.class, LabCommand.class})
public final class TandemCommand implements Runnable {
    @Spec
    CommandSpec spec;

    /** The command line, ready to execute; an operator's mistake gives words, never a stack trace. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new TandemCommand());
        line.setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println("tandem: " + Failures.words(failure));
            return ExitCode.FAILED;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"tandem " + Product.VERSION + ", Java " + Runtime.version()};
        }
    }
}
