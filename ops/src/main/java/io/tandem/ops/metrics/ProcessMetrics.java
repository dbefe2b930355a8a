package io.tandem.ops.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What the process itself uses (MET-18): read from the JVM and, for what the JVM does not know, from Linux. */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double BYTES_PER_KIB = 1024;

    private ProcessMetrics() {}

    static void bind(TandemMetrics metrics) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        gauge(metrics, "tandem_process_cpu_ratio", "Share of all processors that this process uses lately, 0 to 1",
                system::getProcessCpuLoad);
        metrics.counter("tandem_process_cpu_seconds", "CPU time used, all threads", Map.of(),
                () -> system.getProcessCpuTime() / NANOS_PER_SECOND);
        gauge(metrics, "tandem_process_uptime_seconds", "Time since the start",
                () -> runtime.getUptime() / MILLIS_PER_SECOND);
        gauge(metrics, "tandem_process_resident_bytes", "Resident memory; NaN where the system does not tell",
                ProcessMetrics::residentBytes);
        gauge(metrics, "tandem_heap_used_bytes", "Heap in use", () -> memory.getHeapMemoryUsage().getUsed());
        gauge(metrics, "tandem_heap_limit_bytes", "Heap that the process may take",
                () -> memory.getHeapMemoryUsage().getMax());
        gauge(metrics, "tandem_threads", "Live threads", threads::getThreadCount);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Map<String, String> labels = Map.of("collector", collector.getName());
            metrics.counter("tandem_gc_seconds", "Time spent in collections", labels,
                    () -> collector.getCollectionTime() / MILLIS_PER_SECOND);
            metrics.counter("tandem_gc_runs", "Collections", labels, collector::getCollectionCount);
        }
    }

    private static void gauge(TandemMetrics metrics, String name, String help,
            DoubleSupplier value) {
        metrics.gauge(name, help, Map.of(), value);
    }

    private static double residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        try {
            for (String row : Files.readAllLines(STATUS)) {
                if (row.startsWith("VmRSS:")) {
                    return Long.parseLong(row.replaceAll("\\D", "")) * BYTES_PER_KIB;
                }
            }
        } catch (IOException e) {
            return Double.NaN; // the next reading may be luckier
        }
        return Double.NaN;
    }
}
