package io.tandem.cluster.boot;

import io.tandem.cluster.address.actor.AddressFailure;
import io.tandem.cluster.boot.config.AddressHooks;
import io.tandem.cluster.boot.config.AddressHooks.Hook;
import io.tandem.cluster.boot.config.ServiceAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this machine take the addresses of a service address, and give them up. Waits for the programs that do it. */
final class AddressHook {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    private static final int MOST_OUTPUT = 500;
    private final AddressHooks hooks;
    /** What still tells the neighbours, by the id of the service address. */
    private final Map<Character, Queue<Process>> announcing = new ConcurrentHashMap<>();

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

    /**
     * Before anything is taken: a node that was killed on this machine has closed its sockets, but the machine has its
     * addresses still, and answers the neighbours for them when another has had them long since.
     */
    void releaseLeftOver(ServiceAddress address) {
        if (!(hooks.release() instanceof Hook.None) && addresses(address).stream().anyMatch(AddressHook::isHere)) {
            LOG.warn("service address {} ({}) was left on this machine by a node before this one", address.id(),
                    address.media());
            release(address);
        }
    }

    private static boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            LOG.warn("the addresses of this machine cannot be read: {}", unknown.getMessage());
            return false;
        }
    }

    /** After its sockets were closed. A failure is only told: there is nobody who could do better. */
    void release(ServiceAddress address) {
        Queue<Process> untold = announcing.remove(address.id());
        if (untold != null) {
            untold.forEach(Process::destroyForcibly); // from now on another machine may tell them so
        }
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

    /**
     * Neighbours remember for minutes which machine had the address; this tells them (RFC 5944 §4.6, RFC 4861 §7.2.6).
     * Not waited for: the first word is out at once, but arping stays for a second, in which calls would be silent.
     */
    private void announce(ServiceAddress address, InetAddress each, String device) {
        if (each instanceof Inet6Address) {
            return; // the system announces those by itself
        }
        List<String> command = List.of("arping", "-q", "-U", "-c", "2", "-w", "1", "-I", device,
                each.getHostAddress());
        try {
            Process process = start(command);
            Queue<Process> running = announcing.computeIfAbsent(address.id(), _ -> new ConcurrentLinkedQueue<>());
            running.add(process);
            Thread.ofVirtual().start(() -> announced(address, command, process, running));
        } catch (AddressFailure untold) {
            untold(address, untold);
        }
    }

    private void announced(ServiceAddress address, List<String> command, Process process, Queue<Process> running) {
        try {
            await(address, command, process);
        } catch (AddressFailure failure) {
            if (announcing.get(address.id()) == running) { // else it was ended, with the address
                untold(address, failure);
            }
        } finally {
            running.remove(process);
        }
    }

    private static void untold(ServiceAddress address, AddressFailure failure) {
        LOG.warn("service address {}: {}: neighbours may send to the old machine until they ask again", address.id(),
                failure.getMessage());
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
        await(address, command, start(command));
    }

    private static Process start(List<String> command) throws AddressFailure {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException unrunnable) {
            throw new AddressFailure("'" + String.join(" ", command) + "' cannot be run: " + unrunnable.getMessage(),
                    unrunnable);
        }
    }

    private void await(ServiceAddress address, List<String> command, Process process) throws AddressFailure {
        String text = String.join(" ", command);
        long start = System.nanoTime();
        try {
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
        } catch (IOException unreadable) {
            throw new AddressFailure("'" + text + "' said nothing that can be read: " + unreadable.getMessage(),
                    unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AddressFailure("'" + text + "' was interrupted", interrupted);
        }
    }
}
