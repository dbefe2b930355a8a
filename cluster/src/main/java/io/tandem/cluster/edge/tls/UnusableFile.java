package io.tandem.cluster.edge.tls;

import java.nio.file.Path;

/** A certificate or key file that cannot be used; the message says why, and what would be right. */
public final class UnusableFile extends Exception {
    private static final long serialVersionUID = 1;

    UnusableFile(Path file, String what) {
        super(file + ": " + what);
    }
}
