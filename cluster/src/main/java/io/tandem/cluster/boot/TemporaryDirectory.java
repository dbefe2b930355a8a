package io.tandem.cluster.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory of this process's own, for nodes that nobody keeps: it goes with all that is in it. */
public record TemporaryDirectory(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);

    /** @param prefix how its name begins */
    public static TemporaryDirectory create(String prefix) throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory(prefix));
    }

    /** Takes that place; what a process that was killed has left there goes first. */
    static TemporaryDirectory at(Path path) throws IOException {
        TemporaryDirectory directory = new TemporaryDirectory(path);
        if (Files.exists(path)) {
            directory.close();
        }
        Files.createDirectories(path);
        return directory;
    }

    /** Removes it; what cannot be removed stays and is told. */
    @Override
    public void close() {
        try {
            for (Path inner : deepestFirst()) {
                Files.deleteIfExists(inner);
            }
        } catch (IOException | UncheckedIOException kept) {
            LOG.warn("could not remove {}: {}", path, kept.getMessage());
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
