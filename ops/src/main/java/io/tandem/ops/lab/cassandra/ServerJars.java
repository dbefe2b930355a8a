package io.tandem.ops.lab.cassandra;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The server's class path, resolved by Maven from {@code ops/cassandra/server/pom.xml} and kept beside it. A node's own
 * class path has none of it.
 */
final class ServerJars {
    private static final Path POM = Path.of("ops", "cassandra", "server", "pom.xml");
    private static final int RESOLVE_MINUTES = 15;

    private ServerJars() {}

    /** @throws IOException that says what is missing */
    static String classPath() throws IOException {
        Path pom = pom();
        Path kept = pom.resolveSibling("target").resolve("classpath");
        if (!isCurrent(kept, pom)) {
            resolve(pom, kept);
        }
        return Files.readString(kept).strip();
    }

    /** The jar of that artifact among those of a class path. */
    static String jar(String classPath, String artifact) throws IOException {
        for (String jar : classPath.split(":")) {
            if (Path.of(jar).getFileName().toString().startsWith(artifact + "-")) {
                return jar;
            }
        }
        throw new IOException("no " + artifact + " on the class path of Cassandra");
    }

    private static Path pom() throws IOException {
        String home = System.getenv("TANDEM_HOME");
        for (Path folder = Path.of(home == null ? "" : home).toAbsolutePath(); folder != null; folder = folder
                .getParent()) {
            if (Files.isReadable(folder.resolve(POM))) {
                return folder.resolve(POM);
            }
        }
        throw new IOException(POM + " is not in this folder or above it; right would be a checkout of Tandem");
    }

    /** Jars that went from Maven's repository are fetched again. */
    private static boolean isCurrent(Path kept, Path pom) throws IOException {
        if (!Files.isReadable(kept)
                || Files.getLastModifiedTime(kept).compareTo(Files.getLastModifiedTime(pom)) < 0) {
            return false;
        }
        for (String jar : Files.readString(kept).strip().split(":")) {
            if (!Files.isReadable(Path.of(jar))) {
                return false;
            }
        }
        return true;
    }

    private static void resolve(Path pom, Path kept) throws IOException {
        Files.createDirectories(kept.getParent());
        Path fresh = kept.resolveSibling("classpath." + ProcessHandle.current().pid());
        Path log = kept.resolveSibling("resolve.log");
        Process maven = new ProcessBuilder(List.of(maven().toString(), "-q", "-B", "-f", pom.toString(),
                "dependency:build-classpath", "-Dmdep.includeScope=runtime", "-Dmdep.outputFile=" + fresh))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!maven.waitFor(RESOLVE_MINUTES, TimeUnit.MINUTES) || maven.exitValue() != 0) {
                throw new IOException("the jars of Cassandra could not be resolved; what Maven said is in " + log);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the jars of Cassandra were resolved");
        } finally {
            maven.destroyForcibly();
        }
        Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The launcher names the one that it found. */
    private static Path maven() throws IOException {
        String named = System.getenv("TANDEM_MAVEN");
        if (named != null) {
            return Path.of(named);
        }
        return Programs.onPath("mvn")
                .orElseThrow(() -> new IOException(
                        "Maven, which resolves the jars of Cassandra, is not on the PATH"));
    }
}
