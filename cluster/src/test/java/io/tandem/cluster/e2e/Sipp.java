package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of SIPp in a process of its own; its traces are files of a folder of its own. */
final class Sipp implements AutoCloseable {
    /** SIPp ends its calls by itself when it hears something that it does not expect, unless told not to. */
    private static final String ON_ITS_OWN = "all,-abortunexp";
    private static final Path UDP_SOCKETS = Path.of("/proc/net/udp");
    /** Its watchdog complains of a machine that is busy; what its calls did is what the tests ask. */
    private static final List<String> PATIENT_WITH_ITSELF = List.of("-watchdog_minor_threshold", "20000",
            "-watchdog_major_threshold", "30000");

    private final String name;
    private final Path folder;
    private final Task task;
    private final Process process;

    private Sipp(String name, Path folder, Task task, Process process) {
        this.name = name;
        this.folder = folder;
        this.task = task;
        this.process = process;
    }

    /**
     * What SIPp is to do.
     *
     * @param scenario its options that name the scenario
     * @param local the address that it has
     * @param port its SIP port; @param mediaPort the one that it names in SDP
     * @param calls after so many it is done; @param limit before that it must be
     */
    record Task(List<String> scenario, String local, int port, int mediaPort, int calls, Duration limit,
            List<String> more) {
        private static final String LOOPBACK = "127.0.0.1";

        /** One of ours, from {@code ops/sipp}. */
        static Task ofFile(String file, int port, int mediaPort, int calls, Duration limit) {
            return new Task(List.of("-sf", scenarios().resolve(file).toString()), LOOPBACK, port, mediaPort, calls,
                    limit, List.of());
        }

        /** One that SIPp has built in. */
        static Task builtIn(String scenario, int port, int mediaPort, int calls, Duration limit) {
            return new Task(List.of("-sn", scenario), LOOPBACK, port, mediaPort, calls, limit, List.of());
        }

        Task with(String... options) {
            List<String> all = new ArrayList<>(more);
            all.addAll(Arrays.asList(options));
            return new Task(scenario, local, port, mediaPort, calls, limit, all);
        }

        /** The same, from that address of this machine. */
        Task from(String address) {
            return new Task(scenario, address, port, mediaPort, calls, limit, more);
        }

        /** The same, calling a number through our listener, so many calls a second. */
        Task calling(String number, int listener, int rate) {
            return calling(number, LOOPBACK, listener, rate);
        }

        /** The same, to a listener on that address. */
        Task calling(String number, String address, int listener, int rate) {
            return with("-s", number, "-r", String.valueOf(rate), address + ":" + listener);
        }
    }

    private static Path scenarios() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("ops/sipp"))) {
            at = at.getParent();
        }
        assertThat(at).as("a folder above %s that holds ops/sipp", Path.of("").toAbsolutePath()).isNotNull();
        return at.resolve("ops/sipp");
    }

    static Sipp start(String name, Path parent, Task task) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(task.scenario());
        command.addAll(List.of("-i", task.local(), "-p", String.valueOf(task.port()), "-mi", task.local(), "-mp",
                String.valueOf(task.mediaPort()), "-m", String.valueOf(task.calls()), "-nostdin",
                "-default_behaviors", ON_ITS_OWN, "-trace_err", "-error_file", "errors.log", "-trace_stat", "-stf",
                "stat.csv", "-fd", "1", "-timeout", task.limit().toSeconds() + "s", "-timeout_error"));
        command.addAll(PATIENT_WITH_ITSELF);
        command.addAll(task.more());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(
                        true)
                .redirectOutput(folder.resolve("screen.log").toFile());
        builder.environment().put("TERM", "dumb");
        try {
            return new Sipp(name, folder, task, builder.start());
        } catch (IOException missing) {
            throw new AssertionError("these tests need SIPp (the command sipp): apt-get install sip-tester (Debian, "
                    + "Ubuntu), dnf install sipp (Fedora), brew install sipp (macOS)", missing);
        }
    }

    /** Starts one that answers, and waits until it can. */
    static Sipp answering(String name, Path parent, Task task) throws IOException {
        Sipp sipp = start(name, parent, task);
        String port = String.format(":%04X ", task.port());
        await(name + " listens").atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> !sipp.process.isAlive() || Files.readString(UDP_SOCKETS).contains(port));
        return sipp;
    }

    /** Waits until all are done, and checks that each heard what its scenario says and nothing else. */
    static void assertAllSucceeded(Sipp... parties) {
        try {
            for (Sipp party : parties) {
                party.assertAllCallsSucceeded();
            }
        } catch (AssertionError failure) { // when one of them fails, it is often another that knows why
            for (Sipp party : parties) {
                failure.addSuppressed(new AssertionError(party.report()));
            }
            throw failure;
        }
        for (Sipp party : parties) {
            party.assertNothingUnexpected();
        }
    }

    /** Waits until it is done and checks that every call went as the scenario says. */
    void assertAllCallsSucceeded() {
        try {
            assertThat(process.waitFor(task.limit().toMillis(), TimeUnit.MILLISECONDS)).as("%s is done%n%s", name,
                    report()).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        assertThat(process.exitValue()).as("exit code of %s%n%s", name, report()).isZero();
        assertThat(statistic("SuccessfulCall(C)")).as("successful calls of %s%n%s", name, report())
                .isEqualTo(task.calls());
        assertThat(statistic("FailedCall(C)")).as("failed calls of %s%n%s", name, report()).isZero();
    }

    /** Checks that it heard nothing that its scenario does not expect. */
    void assertNothingUnexpected() {
        assertThat(text("errors.log")).as("what %s did not expect", name).isBlank();
    }

    /** A column of its last line of statistics; those with (C) count from the start. */
    long statistic(String column) {
        List<String> rows = text("stat.csv").lines().toList();
        assertThat(rows).as("statistics of %s%n%s", name, report()).hasSizeGreaterThan(1);
        int at = List.of(rows.getFirst().split(";")).indexOf(column);
        assertThat(at).as("column %s in %s", column, rows.getFirst()).isNotNegative();
        return Long.parseLong(rows.getLast().split(";")[at]);
    }

    long pid() {
        return process.pid();
    }

    /** What it had to say: its errors, and its last screen. */
    String report() {
        return "errors of " + name + ":\n" + last(text("errors.log"), 6_000) + "\nscreen of " + name + ":\n"
                + last(text("screen.log"), 4_000);
    }

    private String text(String file) {
        try {
            return Files.exists(folder.resolve(file)) ? Files.readString(folder.resolve(file)) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String last(String text, int characters) {
        return text.length() <= characters ? text : "... " + text.substring(text.length() - characters);
    }

    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
    }
}
