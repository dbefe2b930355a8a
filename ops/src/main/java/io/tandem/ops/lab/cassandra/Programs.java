package io.tandem.ops.lab.cassandra;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Programs of this machine. */
final class Programs {
    private Programs() {}

    /** Where the program really is that the shell would run. */
    static Optional<Path> onPath(String program) throws IOException {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            Path file = Path.of(folder).resolve(program);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return Optional.of(file.toRealPath());
            }
        }
        return Optional.empty();
    }
}
