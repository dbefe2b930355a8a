package io.tandem.ops.metrics;

/** Reads one figure out of Prometheus text. */
final class Scraped {
    private Scraped() {}

    /** @return NaN when there is no such series */
    static double value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(
                        line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
