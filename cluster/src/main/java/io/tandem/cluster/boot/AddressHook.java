package io.tandem.cluster.boot;

import io.tandem.cluster.address.actor.AddressFailure;
import io.tandem.cluster.boot.config.AddressHooks;
import io.tandem.cluster.boot.config.AddressHooks.Hook;
import io.tandem.cluster.boot.config.ServiceAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this machine take the addresses of a service address, and give them up. Waits for the programs that do it. */
final class AddressHook {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    private static final int MOST_OUTPUT = 500;
    private final AddressHooks hooks;

    AddressHook(AddressHooks hooks) {
        this.hooks = hooks;
    }

    /** Before its sockets are bound. */
    void acquire(ServiceAddress address) throws AddressFailure {
        switch (hooks.acquire()) {
            case Hook.None _ -> {
            }
            case Hook.Linux(String device) -> {
                for (InetAddress each : addresses(address)) {
                    run(address, List.of("ip", "addr", "replace", prefixed(each), "dev", device));
                    announce(address, each, device);
                }
            }
            case Hook.Program(var path) -> run(address, command(path.toString(), "acquire", address));
        }
    }

    /** After its sockets were closed. A failure is only told: there is nobody who could do better. */
    void release(ServiceAddress address) {
        try {
            switch (hooks.release()) {
                case Hook.None _ -> {
                }
                case Hook.Linux(String device) -> {
                    for (InetAddress each : addresses(address)) {
                        run(address, List.of("ip", "addr", "del", prefixed(each), "dev", device));
                    }
                }
                case Hook.Program(var path) -> run(address, command(path.toString(), "release", address));
            }
        } catch (AddressFailure failure) {
            LOG.error("service address {}: {}: this machine may still answer for it", address.id(),
                    failure.getMessage());
        }
    }

    /** Neighbours remember for minutes which machine had the address; this tells them (RFC 5944 §4.6, RFC 4861 §7.2.6). */
    private void announce(ServiceAddress address, InetAddress each, String device) {
        if (each instanceof Inet6Address) {
            return; // the system announces those by itself
        }
        try {
            run(address, List.of("arping", "-q", "-U", "-c", "2", "-w", "1", "-I", device, each.getHostAddress()));
        } catch (AddressFailure untold) {
            LOG.warn("service address {}: {}: neighbours may send to the old machine until they ask again",
                    address.id(),
                    untold.getMessage());
        }
    }

    private static String prefixed(InetAddress address) {
        return address.getHostAddress() + (address instanceof Inet6Address ? "/128" : "/32");
    }

    private static List<String> command(String program, String what, ServiceAddress address) {
        List<String> command = new ArrayList<>(List.of(program, what, String.valueOf(address.id())));
        addresses(address).forEach(each -> command.add(each.getHostAddress()));
        return command;
    }

    /** Each once: listeners and media often share one. */
    private static Set<InetAddress> addresses(ServiceAddress address) {
        Set<InetAddress> all = new LinkedHashSet<>();
        address.listeners().forEach(listener -> all.add(listener.bind().getAddress()));
        all.add(InetAddress.ofLiteral(address.media()));
        return all;
    }

    private void run(ServiceAddress address, List<String> command) throws AddressFailure {
        String text = String.join(" ", command);
        long start = System.nanoTime();
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(hooks.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AddressFailure("'" + text + "' took longer than " + hooks.timeout().toMillis()
                        + " ms (tandem.cluster.hooks.timeout) and was ended");
            }
            String output = new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8)
                    .strip();
            if (process.exitValue() != 0) {
                throw new AddressFailure("'" + text + "' ended with " + process.exitValue()
                        + (output.isEmpty() ? "" : ": " + output));
            }
            LOG.info("service address {}: '{}' done in {} ms", address.id(), text,
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        } catch (IOException unrunnable) {
            throw new AddressFailure("'" + text + "' cannot be run: " + unrunnable.getMessage(), unrunnable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AddressFailure("'" + text + "' was interrupted", interrupted);
        }
    }
}
