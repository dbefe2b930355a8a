package io.tandem.cluster.edge;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code openssl s_client} as a peer that connects. */
final class OpenSsl {
    private static final int PATIENCE_SECONDS = 25;

    private OpenSsl() {}

    /** Connects, says that when it is connected, and gives back what it wrote until the end or the answer. */
    static String client(TlsFiles files, int port, String name, String message, String... more) {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port,
                "-CAfile", files.roots().toString(), "-nocommands"));
        if (!name.isEmpty()) {
            command.addAll(List.of("-cert", files.certificate(name).toString(), "-key", files.key(name).toString()));
        }
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            limit(process);
            StringBuilder said = new StringBuilder();
            try (OutputStream in = process.getOutputStream()) {
                byte[] chunk = new byte[8_192];
                boolean asked = false;
                for (int read = process.getInputStream().read(chunk); read >= 0; read = process.getInputStream()
                        .read(
                                chunk)) {
                    said.append(new String(chunk, 0, read, StandardCharsets.UTF_8));
                    if (!asked && said.indexOf("Verify return code") >= 0) {
                        asked = true;
                        in.write(message.getBytes(StandardCharsets.UTF_8));
                        in.flush();
                    }
                    if (said.indexOf("SIP/2.0 200 OK") >= 0) {
                        break;
                    }
                }
            } catch (IOException hungUp) {
                // the gateway refused it, and it has ended before it was asked
                said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            } finally {
                process.destroy();
                process.waitFor(5, TimeUnit.SECONDS);
            }
            return said.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("openssl is needed for this test", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Kills it when its time is up, so that whoever reads what it writes comes to an end.
     *
     * @return completed by hand: it may go on
     */
    static CompletableFuture<Process> limit(Process process) {
        CompletableFuture<Process> limit = process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        limit.exceptionally(_ -> process.destroyForcibly());
        return limit;
    }
}
