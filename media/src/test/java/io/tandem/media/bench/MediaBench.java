package io.tandem.media.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Measures our relay and rtpengine in turn: progress on standard error, one JSON object for each case and number of calls on standard
 * output. Ends with 1 for arguments that it does not understand, 3 where a case has no figures.
 */
final class MediaBench {
    private final Libc libc;
    private final LoadSockets sockets;
    private final BenchOptions options;
    private final List<Gateway> gateways;
    private final Path collections;
    private int calls;

    private MediaBench(Libc libc, LoadSockets sockets, BenchOptions options, List<Gateway> gateways, Path collections) {
        this.libc = libc;
        this.sockets = sockets;
        this.options = options;
        this.gateways = gateways;
        this.collections = collections;
    }

    /** @param args a directory for logs, then the options */
    public static void main(String[] args) throws IOException {
        BenchOptions options = null;
        try {
            options = BenchOptions.of(Stream.of(args).skip(1).toArray(String[]::new));
        } catch (IllegalArgumentException wrong) {
            say(wrong.getMessage() + "; " + BenchOptions.USAGE);
            System.exit(1);
        }
        System.exit(all(options, Path.of(args[0])) ? 0 : 3);
    }

    private static boolean all(BenchOptions options, Path work) throws IOException {
        Path collections = work.resolve("collections.log");
        List<Gateway> gateways = new ArrayList<>();
        Libc libc = new Libc();
        try (LoadSockets sockets = new LoadSockets(libc)) {
            if (options.tandem()) {
                gateways.add(TandemRelay.start(LoadSockets.ADDRESS, options.nice(), collections));
            }
            if (options.rtpengine()) {
                gateways.add(RtpEngine.start(LoadSockets.ADDRESS, work.resolve("rtpengine.log")));
            }
            return new MediaBench(libc, sockets, options, gateways, collections).all();
        } finally {
            gateways.forEach(Gateway::close);
        }
    }

    private static void say(String text) {
        System.err.println(text);
    }

    private boolean all() throws IOException {
        boolean whole = true;
        for (MediaCase kind : options.cases()) {
            for (int count : options.calls()) {
                calls = count;
                try {
                    System.out.println(figures(kind));
                } catch (LoadFailed failed) {
                    say(kind + ", " + calls + " calls: no figures: " + failed.getMessage());
                    whole = false;
                }
            }
        }
        return whole;
    }

    private String figures(MediaCase kind) throws IOException, LoadFailed {
        List<List<Round>> rounds = gateways.stream().<List<Round>>map(_ -> new ArrayList<>()).toList();
        for (int run = 0; run < options.runs(); run++) {
            for (int i = 0; i < gateways.size(); i++) {
                Gateway gateway = gateways.get(i);
                Round round = Round.run(libc, sockets, kind, gateway, calls, kind + "-" + calls + "-" + run, options);
                say(kind + ", " + calls + " calls, " + gateway.name() + ": " + round);
                rounds.get(i).add(round);
            }
        }
        return json(kind, options.tandem() ? rounds.getFirst() : List.of(),
                options.rtpengine() ? rounds.getLast() : List.of());
    }

    private String json(MediaCase kind, List<Round> tandem, List<Round> rtpengine) throws IOException {
        double ours = median(tandem, Round::microsPerPacket);
        double theirs = median(rtpengine, Round::microsPerPacket);
        double[] pauses = tandem.isEmpty() ? new double[0] : Collections.read(collections).within(tandem);
        List<String> figures = new ArrayList<>();
        figures.add("\"case\":\"" + kind + "\"");
        figures.add(figure("us_per_packet", "%.2f", ours));
        figures.add(figure("rtpengine_us_per_packet", "%.2f", theirs));
        figures.add(figure("ratio", "%.3f", ours / theirs));
        figures.add(figure("loss_pct", "%.4f", loss(tandem)));
        figures.add(figure("delay_p99_ms", "%.2f", delay(tandem, 99)));
        figures.add("\"calls\":" + calls);
        figures.add(figure("delay_p50_ms", "%.2f", delay(tandem, 50)));
        figures.add(figure("rtpengine_loss_pct", "%.4f", loss(rtpengine)));
        figures.add(figure("rtpengine_delay_p50_ms", "%.2f", delay(rtpengine, 50)));
        figures.add(figure("rtpengine_delay_p99_ms", "%.2f", delay(rtpengine, 99)));
        figures.add("\"packets\":"
                + Stream.concat(tandem.stream(), rtpengine.stream()).findFirst().orElseThrow().load().sent);
        figures.add("\"gc_pauses\":" + pauses.length);
        figures.add(figure("gc_p99_ms", "%.1f", pauses.length == 0 ? 0 : pauses[(int) (pauses.length * 0.99)]));
        figures.add(figure("gc_max_ms", "%.1f", pauses.length == 0 ? 0 : pauses[pauses.length - 1]));
        figures.add(figure("load_late_p99_ms", "%.2f",
                Stream.concat(tandem.stream(), rtpengine.stream()).mapToDouble(Round::lateMillis).max().orElseThrow()));
        figures.add(figure("load_us_per_packet", "%.2f",
                median(Stream.concat(tandem.stream(), rtpengine.stream()).toList(), Round::loadMicrosPerPacket)));
        figures.add("\"runs\":" + options.runs());
        return figures.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private static String figure(String name, String form, double value) {
        return '"' + name + "\":" + (Double.isFinite(value) ? String.format(Locale.ROOT, form, value) : "null");
    }

    private static double delay(List<Round> rounds, int percent) {
        return median(rounds, round -> round.load().delays.percentileMillis(percent));
    }

    /** Of all runs together. */
    private static double loss(List<Round> rounds) {
        return rounds.stream().mapToDouble(Round::lossPercent).average().orElse(Double.NaN);
    }

    /** NaN of none. */
    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted.length == 0
                ? Double.NaN
                : DoubleStream.of(sorted[(sorted.length - 1) / 2], sorted[sorted.length / 2]).average().orElseThrow();
    }
}
