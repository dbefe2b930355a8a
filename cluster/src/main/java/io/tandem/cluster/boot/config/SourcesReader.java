package io.tandem.cluster.boot.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code allowed-signaling-sources}: networks, and names of networks that everybody needs. */
final class SourcesReader {
    private static final String RIGHT = "a list of networks: [ \"192.0.2.0/24\" ]";
    /** TSP-6: Microsoft's calls come from any address of these, also from ones that no name resolves to. */
    private static final Map<String, List<String>> WELL_KNOWN = Map.of(
            "microsoft-commercial", List.of("52.112.0.0/14", "52.122.0.0/15"),
            "microsoft-gcc-high", List.of("52.127.88.0/21"),
            "microsoft-dod", List.of("52.127.64.0/21"));

    private SourcesReader() {}

    /** Empty: the peers' own addresses. */
    static List<String> read(Section group) {
        List<String> networks = new ArrayList<>();
        for (Item item : group.items("allowed-signaling-sources", RIGHT)) {
            List<String> known = WELL_KNOWN.get(item.text());
            if (known != null) {
                networks.addAll(known);
            } else {
                network(item, group.mistakes(), networks);
            }
        }
        return List.copyOf(networks);
    }

    private static void network(Item item, Mistakes mistakes, List<String> networks) {
        if (item.text().startsWith("microsoft")) {
            mistakes.add(item,
                    "a network, or one of " + String.join(", ", WELL_KNOWN.keySet().stream().sorted().toList()));
            return;
        }
        IpLiteral.networkMistake(item.text())
                .ifPresentOrElse(right -> mistakes.add(item, right),
                        () -> networks.add(item.text()));
    }
}
