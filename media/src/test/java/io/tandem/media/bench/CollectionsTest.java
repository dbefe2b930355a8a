package io.tandem.media.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionsTest {
    @Test
    void pausesWithinARunCountShortestFirst(@TempDir Path directory) throws IOException {
        Path log = Files.writeString(directory.resolve("log"), """
                [1000ms] Using Serial
                [1999ms] GC(0) Pause Young (Allocation Failure) 21M->2M(310M) 9.000ms
                [2500ms] GC(1) Pause Young (Allocation Failure) 22M->2M(310M) 1.750ms
                [2600ms] GC(2) Pause Full (System.gc()) 5M->2M(310M) 0.250ms
                [3001ms] GC(3) Pause Young (Allocation Failure) 22M->2M(310M) 8.000ms
                """);
        Round run = new Round(new LoadResult(), 0, 0, 0, 0, 2_000, 3_000);
        assertThat(Collections.read(log).within(List.of(run))).containsExactly(0.25, 1.75);
        assertThat(Collections.read(log).within(List.of())).isEmpty();
    }
}
