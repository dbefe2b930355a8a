package io.tandem.cluster.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Numbers on the command line, each with its own bounds. */
record OptionRange(CommandSpec spec) {

    /** @throws ParameterException that says what was found and what would be right */
    void require(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(spec.commandLine(), "%s: found %s; right would be %s to %s".formatted(option,
                    text(value), text(least), text(most)));
        }
    }

    /** Without a fraction where it has none. */
    static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
