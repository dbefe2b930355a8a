package io.tandem.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
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
        OptionsBuilder options = new OptionsBuilder();
        options.include("io\\.tandem\\.bench\\..*Bench\\.")
                .mode(Mode.Throughput)
                .forks(brief ? 1 : 3)
                .warmupIterations(brief ? 1 : 3)
                .warmupTime(TimeValue.milliseconds(brief ? 400 : 1_000))
                .measurementIterations(brief ? 1 : 3)
                .measurementTime(TimeValue.milliseconds(brief ? 300 : 1_000))
                .jvmArgs("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx256m")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (brief) {
            options.param("message", "invite");
        }
        Map<String, Figure> figures = new TreeMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            String name = result.getParams().getBenchmark().replaceAll(".*\\.", "");
            String message = result.getParams().getParam("message");
            figures.put(message == null ? name : name + ' ' + message, figure(result));
        }
        figures.forEach((name, figure) -> System.err.printf(Locale.ROOT, "%-16s %,12.0f /s %,9.0f B%n", name,
                figure.perSecond(), figure.bytes()));
        System.out.println(json(figures));
    }

    /** The medians of the forks: each is a run of its own. */
    private static Figure figure(RunResult result) {
        return new Figure(median(result, BenchmarkResult::getPrimaryResult), median(result,
                fork -> fork.getSecondaryResults().get("gc.alloc.rate.norm")));
    }

    private static double median(RunResult result, Function<BenchmarkResult, Result<?>> figure) {
        double[] runs = result.getBenchmarkResults()
                .stream()
                .mapToDouble(fork -> figure.apply(fork).getScore())
                .sorted()
                .toArray();
        return runs[runs.length / 2];
    }

    /** The ratios are the worst over the messages. */
    private static String json(Map<String, Figure> figures) {
        Figure scan = figures.get("scan invite");
        Figure call = figures.get("call invite");
        Figure typed = figures.get("typed invite");
        return String.format(Locale.ROOT,
                "\"parse_per_s\": %.0f, \"parse_call_per_s\": %.0f, \"parse_typed_per_s\": %.0f, "
                        + "\"jain_parse_per_s\": %.0f, \"parse_ratio\": %.2f, \"parse_call_ratio\": %.2f, "
                        + "\"parse_typed_ratio\": %.2f, \"parse_bytes_allocated\": %.0f, "
                        + "\"parse_call_bytes_allocated\": %.0f, \"parse_typed_bytes_allocated\": %.0f, "
                        + "\"write_per_s\": %.0f, \"transaction_per_s\": %.0f, \"in_out_per_s\": %.0f",
                scan.perSecond(), call.perSecond(), typed.perSecond(), figures.get("jain invite").perSecond(), worst(
                        figures, "scan"),
                worst(figures, "call"), worst(figures, "typed"), scan.bytes(), call.bytes(), typed.bytes(), figures.get(
                        "write").perSecond(),
                figures.get("transaction").perSecond(), figures.get("inAndOut").perSecond());
    }

    private static double worst(Map<String, Figure> figures, String ours) {
        return figures.entrySet()
                .stream()
                .filter(entry -> entry.getKey().startsWith(ours + ' '))
                .mapToDouble(entry -> entry.getValue().perSecond()
                        / figures.get(entry.getKey().replace(ours, "jain")).perSecond())
                .min()
                .orElseThrow();
    }
}
