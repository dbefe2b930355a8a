package io.tandem.media.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * One gateway, one case, once.
 *
 * @param microsPerPacket CPU time of the gateway's process by what it received
 * @param loadMicrosPerPacket the load's own, by what it sent
 * @param received packets that it received: those sent but those that its sockets had no room for
 * @param overflowed these
 * @param beganMillis when what is measured began, since the epoch
 * @param endedMillis when it ended
 */
record Round(LoadResult load, double microsPerPacket, double loadMicrosPerPacket, long received, long overflowed,
        long beganMillis, long endedMillis) {
    private static final double LATE_PERCENTILE = 99;

    /** Reads the clocks at both ends of what is measured. */
    private static final class Clocks implements Load.Window {
        private final Gateway gateway;
        private long cpuMicros;
        private long loadCpuMicros;
        private long beganMillis;
        private long endedMillis;
        private CompletableFuture<Long> overflowed;

        Clocks(Gateway gateway) {
            this.gateway = gateway;
        }

        @Override
        public void begins() throws IOException {
            cpuMicros = Proc.cpuMicros(gateway.pid());
            loadCpuMicros = Proc.cpuMicros(ProcessHandle.current().pid());
            beganMillis = System.currentTimeMillis();
            overflowed = CompletableFuture.supplyAsync(() -> { // thousands of sockets are listed: not by who has a schedule
                try {
                    return Proc.overflows(gateway.address());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @Override
        public void ends() throws IOException {
            cpuMicros = Proc.cpuMicros(gateway.pid()) - cpuMicros;
            loadCpuMicros = Proc.cpuMicros(ProcessHandle.current().pid()) - loadCpuMicros;
            endedMillis = System.currentTimeMillis();
        }
    }

    static Round run(Libc libc, LoadSockets sockets, MediaCase kind, Gateway gateway, int calls, String id,
            BenchOptions options)
            throws IOException, LoadFailed {
        try {
            Load load = new Load(libc, sockets, kind, gateway, calls, id);
            Clocks clocks = new Clocks(gateway);
            long lostByUs = Proc.overflows(LoadSockets.ADDRESS);
            LoadResult result = load.run(options.warmUpSeconds() * MediaCase.PACKETS_PER_S,
                    options.seconds() * MediaCase.PACKETS_PER_S, clocks);
            long overflowed = Proc.overflows(gateway.address()) - clocks.overflowed.join();
            check(result, options.mostLateMillis(), Proc.overflows(LoadSockets.ADDRESS) - lostByUs);
            long received = result.sent - overflowed;
            return new Round(result, (double) clocks.cpuMicros / received, (double) clocks.loadCpuMicros / result.sent,
                    received, overflowed, clocks.beganMillis, clocks.endedMillis);
        } finally {
            gateway.closeCalls();
        }
    }

    private static void check(LoadResult result, int mostLateMillis, long lostByUs) throws LoadFailed {
        double late = result.lateness.percentileMillis(LATE_PERCENTILE);
        if (late > mostLateMillis) {
            throw new LoadFailed(String.format(Locale.ROOT,
                    "the load could not keep its own schedule: one slot in a hundred was over %.1f ms late, at worst %.1f ms",
                    late,
                    result.lateness.longestMillis()));
        }
        if (lostByUs > 0) {
            throw new LoadFailed("the load itself lost " + lostByUs + " packets at its sockets");
        }
        if (result.wrong > 0) {
            throw new LoadFailed(result.wrong + " packets came out as something else than what was said");
        }
        if (result.delays.total() == 0) {
            throw new LoadFailed("nothing came through");
        }
    }

    double lateMillis() {
        return load.lateness.percentileMillis(LATE_PERCENTILE);
    }

    double lossPercent() {
        return 100.0 * load.lost() / load.sent;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%.2f CPU-us a packet of %d, lost %d (%d of them at its sockets), strange %d, added delay p50 %.2f p99 %.2f max %.1f"
                        + " ms; load %.2f CPU-us a packet, late p99 %.2f max %.1f ms",
                microsPerPacket, received, load.lost(), overflowed, load.strange, load.delays.percentileMillis(50),
                load.delays.percentileMillis(99), load.delays.longestMillis(), loadMicrosPerPacket, lateMillis(),
                load.lateness.longestMillis());
    }
}
