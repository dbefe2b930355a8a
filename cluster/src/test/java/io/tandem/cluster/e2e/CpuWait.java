package io.tandem.cluster.e2e;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For how long the threads that carry SIP, ours and SIPp's, stood in line for a processor that others had: from Linux'
 * own books (schedstat), looked at every second. A second in which one of them waited for nearly a timer T1 is starved:
 * what is repeated in it says nothing about the node.
 */
final class CpuWait implements AutoCloseable {
    private static final Duration STARVED = Duration.ofMillis(300);
    /** A message that is late in one second is repeated in the next. */
    private static final int SECONDS_TOUCHED = 2;

    /** @param threads beginning of the names of its threads that carry SIP; empty for all */
    record Watched(long pid, String threads) {}

    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private final List<Watched> watched;
    private final Map<Path, Long> waited = new HashMap<>();
    private final AtomicInteger starved = new AtomicInteger();
    private final AtomicInteger longestMillis = new AtomicInteger();

    private CpuWait(List<Watched> watched) {
        this.watched = watched;
    }

    static CpuWait watching(List<Watched> watched) {
        CpuWait wait = new CpuWait(watched);
        wait.looks.scheduleAtFixedRate(wait::look, 0, 1, TimeUnit.SECONDS);
        return wait;
    }

    private void look() {
        long most = 0;
        for (Watched process : watched) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid + "/task"))) {
                for (Path thread : threads) {
                    most = Math.max(most, waitedNow(thread, process.threads));
                }
            } catch (IOException gone) {
                // a process that has ended waits no more
            }
        }
        longestMillis.accumulateAndGet((int) (most / 1_000_000), Math::max);
        if (most > STARVED.toNanos()) {
            starved.incrementAndGet();
        }
    }

    private long waitedNow(Path thread, String names) throws IOException {
        if (!Files.readString(thread.resolve("comm")).startsWith(names)) {
            return 0;
        }
        long nanos = Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[1]);
        Long before = waited.put(thread, nanos);
        return before == null ? 0 : nanos - before;
    }

    /** How many seconds a shortage of processors has touched; zero on a machine that has time for us. */
    int starvedSeconds() {
        return starved.get() * SECONDS_TOUCHED;
    }

    /** The longest that one thread waited in one second. */
    int longestMillis() {
        return longestMillis.get();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
