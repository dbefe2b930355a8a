package io.tandem.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Writes that share an fsync. */
class GroupWriterTest {
    @TempDir
    private Path directory;
    private Database database;
    private GroupWriter writer;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        database = Database.open(directory);
        writer = new GroupWriter(database, 3, 4);
    }

    @AfterEach
    void close() throws Exception {
        writer.stop();
        database.close();
    }

    @Test
    void storesWhatWasQueuedBeforeItStops() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        writer.submit(work("a", () -> {
            running.countDown();
            await(go);
        }));
        running.await();
        for (String name : List.of("b", "c", "d", "e")) {
            assertThat(writer.submit(work(name, () -> {
            }))).isTrue();
        }
        assertThat(writer.submit(work("f", () -> {
        }))).as("more than the queue holds").isFalse();
        assertThat(writer.waiting()).isEqualTo(5);
        assertThat(writer.refused()).isEqualTo(1);
        go.countDown();
        writer.stop();

        assertThat(seen).containsExactly("a stored", "b stored", "c stored", "d stored", "e stored");
        assertThat(database.get(Table.EVENTS, Keys.id("e"))).isNotNull();
        assertThat(writer.waiting()).isZero();
        assertThat(writer.submit(work("late", () -> {
        }))).isFalse();
    }

    @Test
    void tellsEveryoneInTheGroupWhenItCouldNotBeStoredAndGoesOn() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        writer.submit(work("first", () -> {
            running.countDown();
            await(go);
        }));
        running.await();
        writer.submit(work("with it", () -> {
        }));
        writer.submit(work("broken", () -> {
            throw new IllegalStateException("broken");
        }));
        go.countDown();
        writer.submit(work("after", () -> {
        }));
        writer.stop();

        assertThat(seen).contains("first stored", "broken failed");
        assertThat(database.get(Table.EVENTS, Keys.id("broken"))).isNull();
    }

    private GroupWriter.Work work(String name, Runnable first) {
        return new GroupWriter.Work() {
            @Override
            public void addTo(Batch batch) throws RocksDBException {
                first.run();
                batch.put(Table.EVENTS, Keys.id(name), new byte[]{1});
            }

            @Override
            public void stored() {
                seen.add(name + " stored");
            }

            @Override
            public void failed(Throwable cause) {
                seen.add(name + " failed");
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
