package io.tandem.media.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the collector of our relay's JVM says of its pauses, by {@code -Xlog:gc:file=…:tm}. */
final class Collections {
    private static final Pattern PAUSE = Pattern.compile("\\[(\\d+)ms] GC\\(\\d+\\) Pause .* ([0-9.]+)ms");

    private record Pause(long endedMillis, double millis) {}

    private final List<Pause> pauses = new ArrayList<>();

    static Collections read(Path log) throws IOException {
        Collections collections = new Collections();
        for (String line : Files.readAllLines(log)) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.matches()) {
                collections.pauses.add(new Pause(Long.parseLong(pause.group(1)), Double.parseDouble(pause.group(2))));
            }
        }
        return collections;
    }

    /** Of those within these runs, in ms, shortest first. */
    double[] within(List<Round> rounds) {
        return pauses.stream()
                .filter(pause -> rounds.stream()
                        .anyMatch(round -> pause.endedMillis >= round.beganMillis()
                                && pause.endedMillis <= round.endedMillis()))
                .mapToDouble(Pause::millis)
                .sorted()
                .toArray();
    }
}
