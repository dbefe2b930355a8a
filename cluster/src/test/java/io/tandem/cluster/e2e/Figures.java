package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodeProcess;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The figures of a node at one moment, as it shows them to Prometheus. */
public record Figures(List<Sample> samples) {

    /** @param labels as written, between the braces */
    private record Sample(String name, String labels, double value) {
        boolean has(String label) {
            int at = ("," + labels).indexOf("," + label.replace("=", "=\"") + "\"");
            return at >= 0;
        }
    }

    public static Figures of(NodeProcess node) {
        HttpResponse<String> page = node.get("/ops/metrics");
        assertThat(page.statusCode()).as("metrics").isEqualTo(200);
        List<Sample> samples = new ArrayList<>();
        page.body().lines().filter(line -> !line.startsWith("#")).map(Figures::sample).forEach(samples::add);
        return new Figures(samples);
    }

    private static Sample sample(String line) {
        int value = line.lastIndexOf(' ');
        String series = line.substring(0, value);
        int brace = series.indexOf('{');
        return new Sample(brace < 0 ? series : series.substring(0, brace),
                brace < 0 ? "" : series.substring(brace + 1, series.length() - 1),
                Double.parseDouble(line.substring(value + 1)));
    }

    /** Sum of the samples of that name that carry all these labels, each {@code name=value}; 0 where there is none. */
    public long sum(String name, String... labels) {
        return Math.round(samples.stream()
                .filter(sample -> sample.name.equals(name))
                .filter(
                        sample -> List.of(labels).stream().allMatch(sample::has))
                .mapToDouble(Sample::value)
                .sum());
    }

    /** Whether there is such a figure at all. */
    boolean shows(String name) {
        return samples.stream().anyMatch(sample -> sample.name.equals(name));
    }
}
