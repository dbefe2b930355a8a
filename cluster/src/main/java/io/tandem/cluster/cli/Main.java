package io.tandem.cluster.cli;

/** Where the process starts. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int code = TandemCommand.commandLine().execute(arguments);
        System.exit(code);
    }
}
