package io.tandem.cluster.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem lab}: the simulated other sides, one by one. */
@Command(name = "lab", mixinStandardHelpOptions = true, description = "The other sides of a gateway, for trying it: certificates, calls, somebody who answers, a database.", subcommands = {
        LabCertificatesCommand.class, LabLoadCommand.class, LabAnswerCommand.class, LabCassandraCommand.class})
final class LabCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Which command? There are: lab certificates, load, answer, cassandra");
    }
}
