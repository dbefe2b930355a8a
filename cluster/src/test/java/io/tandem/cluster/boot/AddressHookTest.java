package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A machine whose node was killed has its addresses still, and answers for them when others have them long since. */
class AddressHookTest {
    private static final String HERE = "127.0.0.1";
    private static final String NOT_HERE = "192.0.2.77";

    @TempDir
    Path folder;

    private static ServiceAddress address(char id, String address) {
        return new ServiceAddress(id, "127.0.0.1:25520", address, List.of());
    }

    @Test
    void aNodeThatStartsGivesUpWhatTheOneBeforeItHasLeftOnTheMachineAndNothingElse() throws IOException {
        Path said = folder.resolve("said");
        Path program = Files.writeString(folder.resolve("hook"), "#!/bin/sh\necho \"$@\" >>" + said + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        AddressHook hook = new AddressHook(
                new AddressHooks(new Hook.Program(program), new Hook.Program(program), Duration.ofSeconds(10)));

        hook.releaseLeftOver(address('a', HERE));
        hook.releaseLeftOver(address('b', NOT_HERE));

        assertThat(Files.readAllLines(said)).containsExactly("release a " + HERE);
    }
}
