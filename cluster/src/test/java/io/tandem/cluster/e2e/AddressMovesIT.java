package io.tandem.cluster.e2e;

import io.tandem.cluster.Namespaces;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address that moves between machines, as far as one kernel has several: {@link AddressMoves} in their namespaces. */
class AddressMovesIT {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @TempDir
    private Path folder;

    @Test
    void neighboursFollowAnAddressAndNoMachineKeepsOneThatItsNodeHasLost() throws Exception {
        try (Namespaces namespaces = Namespaces.up(AddressMoves.NODES)) {
            System.out.println(namespaces.run(AddressMoves.class, folder, LIMIT));
        }
    }
}
