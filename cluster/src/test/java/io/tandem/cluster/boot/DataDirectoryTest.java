package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @Test
    void isMadeWhereItIsMissingAndBelongsToOneProcess(@TempDir Path folder) throws StartFailure {
        Path path = folder.resolve("a").resolve("b");
        try (DataDirectory first = DataDirectory.open(path)) {
            assertThat(first.path()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(path)).isInstanceOf(StartFailure.class)
                    .hasMessage(
                            "the data directory " + path + " is in use by process " + ProcessHandle.current().pid()
                                    + "; each node needs its own (tandem.data-directory, --data)");
        }
    }

    @Test
    void canBeTakenAgainAfterItsProcess(@TempDir Path folder) throws StartFailure {
        DataDirectory.open(folder).close();
        try (DataDirectory again = DataDirectory.open(folder)) {
            assertThat(again.path()).isEqualTo(folder);
        }
    }

    @Test
    void saysWhyItCannotBeUsed(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data"))).isInstanceOf(
                StartFailure.class)
                .hasMessageContaining(
                        "the data directory " + file.resolve("data") + " cannot be used");
    }
}
