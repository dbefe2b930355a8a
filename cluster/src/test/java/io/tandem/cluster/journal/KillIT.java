package io.tandem.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/** A process that is killed in mid-flow loses no event that it acknowledged, whichever way its type is stored. */
class KillIT {
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 5_000;

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"Call", "Tenant"})
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void losesNoAcknowledgedEvent(String type) throws IOException, InterruptedException, RocksDBException {
        Map<String, Long> acknowledged = killInMidFlow(type);

        assertThat(acknowledged).isNotEmpty();
        Database database = Database.open(data.resolve("journal"));
        try {
            for (Map.Entry<String, Long> actor : acknowledged.entrySet()) {
                byte[] id = Keys.id(actor.getKey());
                assertThat(lastOfUnbrokenSequence(database, id)).isGreaterThanOrEqualTo(actor.getValue())
                        .isEqualTo(
                                database.highestSequenceNr(id));
            }
            assertThat(new Roster(database).liveCalls()).containsAll(acknowledged.keySet());
        } finally {
            database.close();
        }
    }

    private Map<String, Long> killInMidFlow(String type) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                "-Xmx256m", "-cp", System.getProperty("java.class.path"), KilledWriter.class.getName(),
                data.toString(), type).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Map<String, Long> acknowledged = new HashMap<>();
        int count = 0;
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null) {
                String[] words = line.split(" ");
                if (words.length == 2) { // The kill may tear the last line.
                    acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
                }
                if (++count == ACKNOWLEDGED_BEFORE_THE_KILL) {
                    writer.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe unread.
                }
                line = out.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(count).as("acknowledgements").isGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);
        return acknowledged;
    }

    private static long lastOfUnbrokenSequence(Database database, byte[] id) throws RocksDBException {
        long[] last = {0};
        database.ascend(Table.EVENTS, Keys.numbered(id, 0), Keys.numbered(id, Long.MAX_VALUE),
                (key, _) -> Keys.sequenceNrOf(key) == last[0] + 1 && ++last[0] > 0);
        return last[0];
    }
}
