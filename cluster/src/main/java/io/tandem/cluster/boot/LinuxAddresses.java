package io.tandem.cluster.boot;

import io.tandem.cluster.address.actor.AddressFailure;
import io.tandem.cluster.boot.config.ServiceAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses on a network device of Linux, by {@code ip addr}. One that stayed on a machine whose process is dead or frozen
 * would be answered for by two machines. So the kernel has it for some seconds only and takes it away by itself when it is
 * not renewed; and a shell that hears by its closed standard input that this process has ended takes it away at once.
 */
final class LinuxAddresses {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    /**
     * Neighbours are told so often, a second apart: for longer than a machine may keep an address when its node was killed
     * and the shell with it, for until then it may tell them otherwise.
     */
    private static final int TOLD = 6;
    /** A stop of all processes of the node's group must not end it before the node. */
    private static final String GUARD = """
            trap '' TERM INT HUP; device=$1; shift; read -r ended
            for each; do ip addr del "$each" dev "$device"; done""";

    private final Programs programs;
    private final Supplier<Duration> left;
    private final Takeovers counts;
    private final Map<Character, Had> had = new ConcurrentHashMap<>();

    /** What goes on for a service address while this machine has it. @param announcing what still tells the neighbours */
    private record Had(Renewal renewal, List<Process> guards, Queue<Process> announcing) {}

    /** @param left how long this node may act yet, if it hears nothing any more: for so long an address is taken */
    LinuxAddresses(Programs programs, Supplier<Duration> left, Takeovers counts) {
        this.programs = programs;
        this.left = left;
        this.counts = counts;
    }

    void acquire(ServiceAddress address, String device) throws AddressFailure {
        Set<InetAddress> all = address.addresses();
        Had mine = new Had(new Renewal(address.id(), seconds -> replace(all, device, seconds), left, counts),
                guards(address, device), new ConcurrentLinkedQueue<>());
        had.put(address.id(), mine);
        Duration time = replace(all, device, Math.max(1, Renewal.seconds(left.get())));
        mine.renewal().start();
        LOG.info("service address {}: {} taken on {} in {} ms", address.id(), texts(all), device, time.toMillis());
        for (InetAddress each : all) {
            announce(address, each, device, mine);
        }
    }

    private static List<Process> guards(ServiceAddress address, String device) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "tandem-guard", device));
        address.addresses().forEach(each -> command.add(prefixed(each)));
        try {
            return List.of(Programs.startGuard(command));
        } catch (AddressFailure none) {
            LOG.warn(
                    "service address {}: {}: should this process be killed, the machine answers for it some seconds more",
                    address.id(), none.getMessage());
            return List.of();
        }
    }

    /** Adds, or renews; an address of IPv6 that is there is not probed again. */
    private Duration replace(Set<InetAddress> all, String device, int seconds) throws AddressFailure {
        Duration sum = Duration.ZERO;
        for (InetAddress each : all) {
            String lifetime = String.valueOf(seconds);
            sum = sum.plus(programs.run(List.of("ip", "addr", "replace", prefixed(each), "dev", device, "valid_lft",
                    lifetime, "preferred_lft", lifetime)));
        }
        return sum;
    }

    /** Ends all that would keep the address here, or say that it is here. Whoever acquired by this has to. */
    void letGo(char id) {
        Had mine = had.remove(id);
        if (mine != null) {
            mine.renewal().stop();
            mine.guards().forEach(Process::destroyForcibly);
            mine.announcing().forEach(Process::destroyForcibly); // from now on another machine may tell them so
        }
    }

    void release(ServiceAddress address, String device) throws AddressFailure {
        for (InetAddress each : address.addresses()) {
            remove(address, each, device);
        }
    }

    private void remove(ServiceAddress address, InetAddress each, String device) throws AddressFailure {
        try {
            Duration time = programs.run(List.of("ip", "addr", "del", prefixed(each), "dev", device));
            LOG.info("service address {}: {} taken off {} in {} ms", address.id(), each.getHostAddress(), device,
                    time.toMillis());
        } catch (AddressFailure failure) {
            if (isOn(device, each)) {
                throw failure;
            }
            LOG.info("service address {}: {} was not on {} any more", address.id(), each.getHostAddress(), device);
        }
    }

    /** Takes away what a process that was here before has left. Only what it had itself: the address for itself alone. */
    void releaseLeftovers(List<ServiceAddress> all, String device) {
        for (ServiceAddress address : all) {
            for (InetAddress each : address.addresses()) {
                try {
                    if (isOn(device, each)) {
                        LOG.warn("service address {}: {} was left on {} by a process before", address.id(),
                                each.getHostAddress(), device);
                        remove(address, each, device);
                    }
                } catch (AddressFailure failure) {
                    LOG.error("service address {}: {}: this machine still answers for it", address.id(),
                            failure.getMessage());
                }
            }
        }
    }

    private static boolean isOn(String device, InetAddress address) throws AddressFailure {
        try {
            NetworkInterface found = NetworkInterface.getByName(device);
            return found != null && found.getInterfaceAddresses()
                    .stream()
                    .anyMatch(each -> each.getAddress().equals(address)
                            && each.getNetworkPrefixLength() == prefix(address));
        } catch (SocketException unknown) {
            throw new AddressFailure("the addresses of " + device + " cannot be read: " + unknown.getMessage(),
                    unknown);
        }
    }

    /**
     * Neighbours remember for minutes which machine had the address; this tells them (RFC 5944 §4.6, RFC 4861 §7.2.6).
     * Not waited for: the first word is out at once.
     */
    private void announce(ServiceAddress address, InetAddress each, String device, Had mine) {
        if (each instanceof Inet6Address) {
            return; // the system announces those by itself
        }
        String times = String.valueOf(TOLD);
        List<String> command = List.of("arping", "-q", "-U", "-c", times, "-w", times, "-I", device,
                each.getHostAddress());
        try {
            Process process = Programs.start(command);
            mine.announcing().add(process);
            Thread.ofVirtual().start(() -> announced(address, command, process, mine));
        } catch (AddressFailure untold) {
            untold(address, untold);
        }
    }

    private void announced(ServiceAddress address, List<String> command, Process process, Had mine) {
        try {
            programs.await(command, process, Duration.ofSeconds(TOLD));
        } catch (AddressFailure failure) {
            if (had.get(address.id()) == mine) { // else it was ended, with the address
                untold(address, failure);
            }
        } finally {
            mine.announcing().remove(process);
        }
    }

    private static void untold(ServiceAddress address, AddressFailure failure) {
        LOG.warn("service address {}: {}: neighbours may send to the old machine until they ask again", address.id(),
                failure.getMessage());
    }

    private static int prefix(InetAddress address) {
        return address instanceof Inet6Address ? 128 : 32;
    }

    private static String prefixed(InetAddress address) {
        return address.getHostAddress() + "/" + prefix(address);
    }

    private static String texts(Set<InetAddress> all) {
        return String.join(", ", all.stream().map(InetAddress::getHostAddress).toList());
    }
}
