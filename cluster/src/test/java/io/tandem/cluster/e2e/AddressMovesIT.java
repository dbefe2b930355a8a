package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address that moves between machines, as far as one kernel has several: {@link AddressMoves} in their namespaces. */
class AddressMovesIT {
    private static final int LIMIT_MINUTES = 8;

    @TempDir
    private Path folder;

    @Test
    void neighboursFollowAnAddressAndNoMachineKeepsOneThatItsNodeHasLost() throws Exception {
        try (Namespaces namespaces = Namespaces.up(AddressMoves.NODES)) {
            Path log = folder.resolve("moves.log");
            Process moves = new ProcessBuilder(namespaces.beside(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m",
                    "-Dtandem.test.cassandra.address=" + Namespaces.NETWORK + 1, "-cp",
                    System.getProperty("java.class.path"), AddressMoves.class.getName(), namespaces.prefix(),
                    folder.toString()))).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            try {
                boolean ended = moves.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
                assertThat(ended).as("done in %d min%n%s", LIMIT_MINUTES, said(log)).isTrue();
                assertThat(moves.exitValue()).as(said(log)).isZero();
                System.out.println(said(log));
            } finally {
                Stream.concat(moves.descendants(), Stream.of(moves.toHandle())).forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static String said(Path log) throws IOException {
        return Files.readString(log);
    }
}
