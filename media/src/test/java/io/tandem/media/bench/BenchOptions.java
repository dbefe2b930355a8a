package io.tandem.media.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What is asked of the benchmark.
 *
 * @param cases in their order
 * @param calls how many at a time; each case is measured with each
 * @param runs of each gateway in each case
 * @param seconds that are measured in a run
 * @param warmUpSeconds of the same load before them
 * @param nice the niceness that our relay's loops ask for; 0 asks for nothing
 * @param mostLateMillis how late the load may be by its own schedule, one slot in a hundred apart
 * @param tandem whether our relay is measured
 * @param rtpengine whether rtpengine is
 */
record BenchOptions(List<MediaCase> cases, List<Integer> calls, int runs, int seconds, int warmUpSeconds, int nice,
        int mostLateMillis,
        boolean tandem, boolean rtpengine) {
    static final String USAGE = "usage: ops/bench/media [--short] [--cases CASE[,CASE]] [--calls N[,N]] [--runs N] "
            + "[--seconds N] [--warm-up N] [--nice N] [--only tandem|rtpengine]";
    /** Four ports a call, of the node's default range; and a call in a slot of its own sockets at most every 20 ms. */
    private static final int MOST_CALLS = 4_000;
    private static final int MOST_SECONDS = 600;
    private static final int MOST_RUNS = 99;
    /** What a node's loops ask for where nobody changes it (reference.conf). */
    private static final int NODE_NICE = -10;
    /** A load that is later than half of what is between two packets of a stream is not the one that was asked for. */
    private static final int HALF_A_PACKET_MILLIS = 10;
    private static final BenchOptions WHOLE = new BenchOptions(List.of(), List.of(200, 1_000), 3, 20, 8, NODE_NICE,
            HALF_A_PACKET_MILLIS, true,
            true);
    /** Figures that nobody quotes may come from a machine that is busy with something else. */
    private static final BenchOptions SHORT = new BenchOptions(List.of(), List.of(20), 1, 5, 2, 0, MOST_SECONDS, true,
            true);

    /** @throws IllegalArgumentException with words for who wrote the arguments */
    static BenchOptions of(String[] args) {
        BenchOptions options = Arrays.asList(args).contains("--short") ? SHORT : WHOLE;
        for (int i = 0; i < args.length; i++) {
            if (!args[i].equals("--short")) {
                String value = i + 1 < args.length ? args[i + 1] : "";
                options = options.with(args[i++], value);
            }
        }
        return options.checked();
    }

    private BenchOptions with(String name, String value) {
        return switch (name) {
            case "--cases" -> new BenchOptions(casesOf(value), calls, runs, seconds, warmUpSeconds, nice,
                    mostLateMillis, tandem, rtpengine);
            case "--calls" -> new BenchOptions(cases, callsOf(value), runs, seconds, warmUpSeconds, nice,
                    mostLateMillis, tandem, rtpengine);
            case "--runs" -> new BenchOptions(cases, calls, number(name, value, n -> n >= 1 && n <= MOST_RUNS), seconds,
                    warmUpSeconds, nice, mostLateMillis, tandem, rtpengine);
            case "--seconds" ->
                    new BenchOptions(cases, calls, runs, number(name, value, n -> n >= 1 && n <= MOST_SECONDS),
                            warmUpSeconds, nice, mostLateMillis, tandem, rtpengine);
            case "--warm-up" -> new BenchOptions(cases, calls, runs, seconds,
                    number(name, value, n -> n >= 1 && n <= MOST_SECONDS), nice, mostLateMillis, tandem, rtpengine);
            case "--nice" -> new BenchOptions(cases, calls, runs, seconds, warmUpSeconds,
                    number(name, value, n -> n >= -20 && n <= 19), mostLateMillis, tandem, rtpengine);
            case "--only" -> only(value);
            default -> throw new IllegalArgumentException("unknown argument " + name);
        };
    }

    private BenchOptions only(String gateway) {
        if (!gateway.equals("tandem") && !gateway.equals("rtpengine")) {
            throw new IllegalArgumentException("--only wants tandem or rtpengine, not \"" + gateway + '"');
        }
        return new BenchOptions(cases, calls, runs, seconds, warmUpSeconds, nice, mostLateMillis,
                gateway.equals("tandem"),
                gateway.equals("rtpengine"));
    }

    private BenchOptions checked() {
        return cases.isEmpty()
                ? new BenchOptions(List.of(MediaCase.values()), calls, runs, seconds, warmUpSeconds, nice,
                        mostLateMillis, tandem, rtpengine)
                : this;
    }

    private static List<MediaCase> casesOf(String value) {
        List<MediaCase> cases = new ArrayList<>();
        for (String word : value.split(",")) {
            cases.add(MediaCase.named(word)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no case \"" + word + "\"; there are " + Arrays.toString(MediaCase.values()))));
        }
        return cases;
    }

    private static List<Integer> callsOf(String value) {
        List<Integer> calls = new ArrayList<>();
        for (String word : value.split(",")) {
            calls.add(number("--calls", word, n -> n >= 1 && n <= MOST_CALLS));
        }
        return calls;
    }

    private static int number(String name, String value, IntPredicate fits) {
        try {
            int number = Integer.parseInt(value);
            if (fits.test(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(name + " does not take \"" + value + '"');
    }
}
