package io.tandem.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Ended calls are kept for their retention, and gone after it. */
class RetentionSweepTest {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;
    private Database database;
    private Roster roster;
    private volatile Instant now = T0;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        roster = new Roster(database);
    }

    @AfterEach
    void close() throws RocksDBException {
        database.close();
    }

    @Test
    void deletesCallsThatEndedBeforeTheRetentionAndNoOthers() throws RocksDBException {
        ended("Call|old", T0, 2);
        ended("Call|long", T0.plusSeconds(1), 200);
        ended("Call|young", T0.plus(DAY), 2);
        now = T0.plus(DAY.multipliedBy(30)).plusSeconds(60);

        assertThat(sweep().sweep()).isEqualTo(2);
        assertThat(events("Call|old")).isZero();
        assertThat(events("Call|long")).isZero();
        assertThat(database.highestSequenceNr(Keys.id("Call|old"))).isZero();
        assertThat(events("Call|young")).isEqualTo(2);
        assertThat(roster.endedCalls(T0, now, 10)).containsExactly("Call|young");
    }

    @Test
    void deletesNothingBeforeTheTime() throws RocksDBException {
        ended("Call|old", T0, 2);
        now = T0.plus(DAY.multipliedBy(30));

        assertThat(sweep().sweep()).isZero();
        assertThat(events("Call|old")).isEqualTo(2);
    }

    @Test
    void goesOnOverMoreCallsThanOneStepTakes() throws RocksDBException {
        for (int call = 0; call < 25; call++) {
            ended("Call|" + call, T0.plusMillis(call / 2), 1);
        }
        now = T0.plus(DAY.multipliedBy(31));

        assertThat(sweep().sweep()).isEqualTo(25);
        assertThat(roster.endedCalls(T0, now, 100)).isEmpty();
    }

    @Test
    void leavesACallAloneThatIsUpAgain() throws RocksDBException {
        ended("Call|back", T0, 2);
        try (Batch batch = database.newBatch()) {
            batch.callUp(Keys.id("Call|back"));
            database.write(batch);
        }
        now = T0.plus(DAY.multipliedBy(31));

        sweep().sweep();
        assertThat(events("Call|back")).isEqualTo(2);
    }

    @Test
    void sweepsByItselfUntilStopped() throws RocksDBException, InterruptedException {
        ended("Call|old", T0, 2);
        now = T0.plus(DAY.multipliedBy(31));
        RetentionSweep sweep = sweep(Duration.ofMillis(5));
        sweep.start();

        Awaitility.await().until(() -> events("Call|old") == 0);
        sweep.stop();
        ended("Call|later", T0, 2);
        assertThat(roster.endedCalls(T0, now, 10)).containsExactly("Call|later");
    }

    private RetentionSweep sweep() {
        return sweep(DAY);
    }

    private RetentionSweep sweep(Duration interval) {
        return new RetentionSweep(database,
                new StoreSettings.Retention(DAY.multipliedBy(30), interval, 10, Duration.ZERO), () -> now);
    }

    private void ended(String call, Instant end, int events) throws RocksDBException {
        byte[] id = Keys.id(call);
        try (Batch batch = database.newBatch()) {
            for (int sequenceNr = 1; sequenceNr <= events; sequenceNr++) {
                batch.put(Table.EVENTS, Keys.numbered(id, sequenceNr), new byte[]{1});
            }
            batch.put(Table.HIGHEST, id, Keys.number(events));
            batch.callOver(id, end.toEpochMilli());
            database.write(batch);
        }
    }

    private int events(String call) throws RocksDBException {
        int[] count = {0};
        byte[] id = Keys.id(call);
        database.ascend(Table.EVENTS, Keys.numbered(id, 0), Keys.numbered(id, Long.MAX_VALUE),
                (_, _) -> ++count[0] > 0);
        return count[0];
    }
}
