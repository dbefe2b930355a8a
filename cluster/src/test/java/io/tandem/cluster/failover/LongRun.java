package io.tandem.cluster.failover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** What {@code ops/bench/rolling} and {@code ops/bench/soak} start. */
final class LongRun {
    private static final Consumer<String> TELL = System.err::println;

    private LongRun() {}

    /** ANSWERED RTP NEW FOLDER, then {@code rolling SECONDS}, or {@code soak SECONDS EVERY SEED}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        FailoverPlan plan = new FailoverPlan(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]),
                Double.parseDouble(arguments[2]), Duration.ofSeconds(5), Duration.ofSeconds(15)).goingOnThroughout();
        Duration lasts = Duration.ofSeconds(Long.parseLong(arguments[5]));
        Happening happening = switch (arguments[4]) {
            case "rolling" -> new RollingRestart(lasts, TELL);
            case "soak" -> new Soak(Long.parseLong(arguments[7]), lasts,
                    Duration.ofSeconds(Long.parseLong(arguments[6])), FailoverRun.addressesMove(), TELL);
            default -> throw new IllegalArgumentException("neither rolling nor soak: " + arguments[4]);
        };
        FailoverFigures figures = new FailoverRun(happening, plan, TELL).figures(Path.of(arguments[3]));
        System.out.println(figures.json());
        System.exit(happening.right(figures) && figures.answered() == plan.answered() ? 0 : 1);
    }
}
