package io.tandem.media.bench;

import io.tandem.media.keys.MasterKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our relay, in a JVM with the flags that the launcher gives a node; {@code TANDEM_JAVA_OPTS} adds to them, as there. */
final class TandemRelay implements Gateway {
    private static final String ADDRESS = "127.0.0.62";
    /** As in the launcher, {@code tandem run}. */
    private static final List<String> FLAGS = List.of("--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx320m",
            "-XX:+UseCompactObjectHeaders", "-XX:AutoBoxCacheMax=32768");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    private TandemRelay(Process process) {
        this.process = process;
        answers = process.inputReader(StandardCharsets.US_ASCII);
        orders = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /**
     * @param peers the load's address
     * @param nice the niceness that its loops ask for
     * @param collections where the collector tells of itself
     */
    static TandemRelay start(String peers, int nice, Path collections) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(FLAGS);
        String more = System.getenv().getOrDefault("TANDEM_JAVA_OPTS", "").strip();
        command.addAll(more.isEmpty() ? List.of() : List.of(more.split(" +")));
        command.addAll(List.of("-Xlog:gc:file=" + collections + ":tm", "-cp", System.getProperty("java.class.path"),
                RelayProcess.class.getName(), ADDRESS, peers, Integer.toString(nice)));
        return new TandemRelay(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    @Override
    public String name() {
        return "tandem";
    }

    @Override
    public String address() {
        return ADDRESS;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Opened open(Call call) throws IOException {
        Optional<MasterKey> ours = call.mpsKey().map(_ -> randomKey());
        String keys = call.mpsKey().map(key -> " " + ours.orElseThrow().base64() + " " + key.base64()).orElse("");
        String[] words = order("open " + call.id() + " " + call.kind() + " " + call.corePort() + " " + call.mpsPort()
                + keys, "opened");
        return new Opened(Integer.parseInt(words[1]), Integer.parseInt(words[2]), ours);
    }

    static MasterKey randomKey() {
        byte[] octets = new byte[MediaCase.SUITE.keyBytes() + MediaCase.SUITE.saltBytes()];
        RANDOM.nextBytes(octets);
        return MasterKey.of(MediaCase.SUITE, octets);
    }

    @Override
    public void closeCalls() throws IOException {
        order("close", "closed");
    }

    private String[] order(String line, String wanted) throws IOException {
        orders.write(line + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith(wanted)) {
            throw new IOException("our relay, asked to " + line.split(" ")[0] + ", says: " + answer);
        }
        return answer.split(" ");
    }

    @Override
    public void close() {
        try {
            orders.close();
            process.waitFor();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
