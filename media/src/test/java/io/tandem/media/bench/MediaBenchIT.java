package io.tandem.media.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The smaller copy of {@code ops/bench/media}: our relay alone, under the benchmark's load; figures are left to that. */
@EnabledOnOs(OS.LINUX)
class MediaBenchIT {
    private static final BenchOptions LOOK = BenchOptions.of(
            new String[]{"--short", "--seconds", "1", "--warm-up", "1", "--only", "tandem"});
    private static final int CALLS = 4;

    @ParameterizedTest
    @EnumSource(names = {"RELAY", "SRTP"})
    void speechOfEachCallComesOutAtTheOtherSide(MediaCase kind, @TempDir Path work) throws Exception {
        Libc libc = new Libc();
        try (LoadSockets sockets = new LoadSockets(libc);
                Gateway relay = TandemRelay.start(LoadSockets.ADDRESS, 0, work.resolve("collections.log"))) {
            Round round = Round.run(libc, sockets, kind, relay, CALLS, "look", LOOK);
            assertThat(round.load().sent).isEqualTo(2 * CALLS * MediaCase.PACKETS_PER_S);
            assertThat(round.load().delays.total()).isEqualTo(round.received());
            assertThat(round.microsPerPacket()).isPositive();
        }
    }
}
