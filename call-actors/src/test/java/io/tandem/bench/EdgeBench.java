package io.tandem.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package: a table on standard error, the figures as one line of JSON on standard output. */
public final class EdgeBench {
    private record Figure(double perSecond, double bytes) {}

    private EdgeBench() {}

    public static void main(String[] args) throws RunnerException {
        boolean brief = args.length > 0 && args[0].equals("--short");
        Map<String, Figure> figures = new TreeMap<>();
        for (RunResult result : new Runner(new OptionsBuilder().include("io\\.tandem\\.bench\\..*Bench\\.")
                .mode(Mode.Throughput)
                .forks(brief ? 1 : 3)
                .warmupIterations(brief ? 1 : 3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(brief ? 1 : 5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx256m")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build()).run()) {
            String name = result.getParams().getBenchmark().replaceAll(".*\\.", "");
            String message = result.getParams().getParam("message");
            figures.put(message == null ? name : name + ' ' + message, new Figure(result.getPrimaryResult().getScore(),
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore()));
        }
        figures.forEach((name, figure) -> System.err.printf(Locale.ROOT, "%-16s %,12.0f /s %,9.0f B%n", name,
                figure.perSecond(), figure.bytes()));
        System.out.println(json(figures));
    }

    /** The ratios are the worst over the four messages. */
    private static String json(Map<String, Figure> figures) {
        return String.format(Locale.ROOT,
                "\"parse_per_s\": %.0f, \"parse_typed_per_s\": %.0f, \"jain_parse_per_s\": %.0f, "
                        + "\"parse_ratio\": %.2f, \"parse_call_ratio\": %.2f, \"parse_typed_ratio\": %.2f, "
                        + "\"parse_bytes_allocated\": %.0f, \"parse_typed_bytes_allocated\": %.0f, \"write_per_s\": %.0f, "
                        + "\"transaction_per_s\": %.0f, \"in_out_per_s\": %.0f",
                figures.get("scan invite").perSecond(), figures.get("typed invite").perSecond(), figures.get(
                        "jain invite").perSecond(),
                worst(figures, "scan"), worst(figures, "call"), worst(figures, "typed"), figures.get(
                        "scan invite").bytes(),
                figures.get("typed invite").bytes(), figures.get("write").perSecond(), figures.get(
                        "transaction").perSecond(),
                figures.get("inAndOut").perSecond());
    }

    private static double worst(Map<String, Figure> figures, String ours) {
        double worst = Double.MAX_VALUE;
        for (String message : new String[]{"invite", "ok", "large", "bye"}) {
            worst = Math.min(worst, figures.get(ours + ' ' + message).perSecond() / figures.get(
                    "jain " + message).perSecond());
        }
        return worst;
    }
}
