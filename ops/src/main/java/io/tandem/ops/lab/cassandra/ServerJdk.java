package io.tandem.ops.lab.cassandra;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the Java that Cassandra runs on: 17 and no other. */
final class ServerJdk {
    private static final String WANTED = "17";
    private static final List<String> VARIABLES = List.of("JAVA17_HOME", "JAVA_HOME");
    private static final List<String> FOLDERS = List.of("/usr/lib/jvm", "/usr/java", "/opt", "/opt/java",
            "/Library/Java/JavaVirtualMachines");

    private ServerJdk() {}

    /** @throws IOException that says where one was looked for */
    static Path java() throws IOException {
        for (Path home : homes()) {
            Path java = home.resolve("bin").resolve("java");
            if (Files.isExecutable(java) && version(home).equals(WANTED)) {
                return java;
            }
        }
        throw new IOException("Cassandra runs on Java " + WANTED + ", and none was found (looked at "
                + String.join(", ", VARIABLES) + ", the PATH and below " + String.join(", ", FOLDERS)
                + "); right would be an installed JDK " + WANTED + ", or JAVA17_HOME set to it");
    }

    private static List<Path> homes() throws IOException {
        List<Path> homes = new ArrayList<>();
        for (String variable : VARIABLES) {
            String home = System.getenv(variable);
            if (home != null) {
                homes.add(Path.of(home));
            }
        }
        Programs.onPath("java").ifPresent(java -> homes.add(java.getParent().getParent()));
        for (String folder : FOLDERS) {
            addBelow(Path.of(folder), homes);
        }
        return homes;
    }

    private static void addBelow(Path folder, List<Path> homes) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                homes.add(entry);
                homes.add(entry.resolve("Contents/Home"));
            }
        }
    }

    /** The major version, as the file {@code release} of a JDK says it; "" when there is none. */
    private static String version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return "";
        }
        for (String line : Files.readAllLines(release)) {
            if (line.startsWith("JAVA_VERSION=")) {
                return line.substring("JAVA_VERSION=".length()).replace("\"", "").split("[.+-]")[0];
            }
        }
        return "";
    }
}
