package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.cluster.address.actor.AddressFailure;
import io.tandem.cluster.boot.config.AddressHooks;
import io.tandem.cluster.boot.config.AddressHooks.Hook;
import io.tandem.cluster.boot.config.ServiceAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks that are programs of the operator's; those for Linux are shown by {@code AddressMovesIT}. */
class AddressHookTest {
    private static final ServiceAddress A = new ServiceAddress('a', "192.0.2.1:25520", "192.0.2.11", List.of());
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private AddressHook hook(String script, Duration timeout) throws IOException {
        Path program = folder.resolve("hook");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new AddressHook(new AddressHooks(new Hook.Program(program), new Hook.Program(program), timeout),
                () -> Duration.ofSeconds(3), new Takeovers());
    }

    @Test
    void aProgramIsToldToAcquireAndToReleaseAndNothingElse() throws Exception {
        Path said = folder.resolve("said");
        AddressHook hook = hook("echo \"$@\" >> " + said, TIMEOUT);
        hook.releaseLeftovers(List.of(A)); // where addresses are not the machine's, it would take them from another
        hook.acquire(A);
        hook.release(A);
        assertThat(Files.readAllLines(said)).containsExactly("acquire a 192.0.2.11", "release a 192.0.2.11");
    }

    @Test
    void aProgramThatFailsIsToldOfWithWhatItSaid() throws IOException {
        AddressHook hook = hook("echo no such zone; exit 3", TIMEOUT);
        assertThatThrownBy(() -> hook.acquire(A)).isInstanceOf(AddressFailure.class)
                .hasMessageContainingAll("acquire a 192.0.2.11", "ended with 3", "no such zone");
    }

    @Test
    void aProgramThatHangsIsEnded() throws IOException {
        AddressHook hook = hook("sleep 60", Duration.ofMillis(200));
        assertThatThrownBy(() -> hook.acquire(A)).isInstanceOf(AddressFailure.class)
                .hasMessageContaining("took longer than 200 ms");
    }
}
