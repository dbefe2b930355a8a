package io.tandem.cluster.boot;

import io.tandem.cluster.address.actor.AddressFailure;
import io.tandem.cluster.boot.config.AddressHooks;
import io.tandem.cluster.boot.config.AddressHooks.Hook;
import io.tandem.cluster.boot.config.ServiceAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this machine take the addresses of a service address, and give them up. Waits for the programs that do it. */
final class AddressHook {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    private final AddressHooks hooks;
    private final Programs programs;
    private final LinuxAddresses linux;

    /** @param left how long this node may act yet, if it hears nothing any more */
    AddressHook(AddressHooks hooks, Supplier<Duration> left, Takeovers counts) {
        this.hooks = hooks;
        this.programs = new Programs(hooks.timeout());
        this.linux = new LinuxAddresses(programs, left, counts);
    }

    /**
     * Before this node takes part in the cluster: none of its addresses can be its own yet. A program is not asked: where
     * addresses are not the machine's, it would take them from another.
     */
    void releaseLeftovers(List<ServiceAddress> all) {
        switch (hooks.release()) {
            case Hook.Linux(String device) -> linux.releaseLeftovers(all, device);
            case Hook.None _,
                    Hook.Program _ -> {
            }
        }
    }

    /** Before its sockets are bound. When it fails, it is to be released. */
    void acquire(ServiceAddress address) throws AddressFailure {
        switch (hooks.acquire()) {
            case Hook.None _ -> {
            }
            case Hook.Linux(String device) -> linux.acquire(address, device);
            case Hook.Program(var path) -> run("acquire", path.toString(), address);
        }
    }

    /** After its sockets were closed. A failure is only told: there is nobody who could do better. */
    void release(ServiceAddress address) {
        linux.letGo(address.id());
        try {
            switch (hooks.release()) {
                case Hook.None _ -> {
                }
                case Hook.Linux(String device) -> linux.release(address, device);
                case Hook.Program(var path) -> run("release", path.toString(), address);
            }
        } catch (AddressFailure failure) {
            LOG.error("service address {}: {}: this machine may still answer for it", address.id(),
                    failure.getMessage());
        }
    }

    private void run(String what, String program, ServiceAddress address) throws AddressFailure {
        List<String> command = new ArrayList<>(List.of(program, what, String.valueOf(address.id())));
        address.addresses().forEach(each -> command.add(each.getHostAddress()));
        Duration time = programs.run(command);
        LOG.info("service address {}: '{}' done in {} ms", address.id(), String.join(" ", command), time.toMillis());
    }
}
