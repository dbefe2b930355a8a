package io.tandem.cluster.boot;

import io.tandem.cluster.address.actor.AddressFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine and waits for their end, not for ever. A command is a program and its arguments. */
final class Programs {
    private static final int MOST_OUTPUT = 500;
    private final Duration timeout;

    /** @param timeout after it a program is ended, and has failed */
    Programs(Duration timeout) {
        this.timeout = timeout;
    }

    /** Waits for it. @return how long it took @throws AddressFailure when it did not end with 0, with what it said */
    Duration run(List<String> command) throws AddressFailure {
        return await(command, start(command), Duration.ZERO);
    }

    /** Starts it, with nothing to read. @throws AddressFailure when there is no such program */
    static Process start(List<String> command) throws AddressFailure {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException unrunnable) {
            throw unrunnable(command, unrunnable);
        }
    }

    /** Starts one that says nothing and reads until this process ends, however that happens, or closes what it reads. */
    static Process startGuard(List<String> command) throws AddressFailure {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException unrunnable) {
            throw unrunnable(command, unrunnable);
        }
    }

    private static AddressFailure unrunnable(List<String> command, IOException why) {
        return new AddressFailure("'" + String.join(" ", command) + "' cannot be run: " + why.getMessage(), why);
    }

    /** The rest of {@link #run}, for one that was started. @param extra which it may take beyond the timeout */
    Duration await(List<String> command, Process process, Duration extra) throws AddressFailure {
        String text = String.join(" ", command);
        long start = System.nanoTime();
        try {
            if (!process.waitFor(timeout.plus(extra).toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AddressFailure("'" + text + "' took longer than " + timeout.plus(extra).toMillis()
                        + " ms (tandem.cluster.hooks.timeout) and was ended");
            }
            String output = new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8)
                    .strip();
            if (process.exitValue() != 0) {
                throw new AddressFailure("'" + text + "' ended with " + process.exitValue()
                        + (output.isEmpty() ? "" : ": " + output));
            }
            return Duration.ofNanos(System.nanoTime() - start);
        } catch (IOException unreadable) {
            throw new AddressFailure("'" + text + "' said nothing that can be read: " + unreadable.getMessage(),
                    unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AddressFailure("'" + text + "' was interrupted", interrupted);
        }
    }
}
