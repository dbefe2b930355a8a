package io.tandem.cluster.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code openssl s_server} as a peer that we connect to: it wants a certificate of us. */
final class SServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private SServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static SServer start(TlsFiles files, String name, String... more) {
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-cert",
                files.certificate(name).toString(), "-key", files.key(name).toString(), "-CAfile",
                files.roots().toString(), "-Verify", "2"));
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            CompletableFuture<Process> limit = OpenSsl.limit(process);
            BufferedReader said = process.inputReader();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("ACCEPT ")) { // ACCEPT 127.0.0.1:40123
                    limit.complete(process);
                    return new SServer(process, Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip()));
                }
            }
            throw new IllegalStateException("openssl s_server did not start");
        } catch (IOException e) {
            throw new UncheckedIOException("openssl is needed for this test", e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
