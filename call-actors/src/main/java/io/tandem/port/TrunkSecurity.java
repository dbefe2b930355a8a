package io.tandem.port;

import java.util.List;

/**
 * Who the peers of a trunk must prove to be, in both directions (TSP-21 to TSP-29).
 *
 * @param names host names of which one must stand in a peer's certificate; empty where the trunk is not secured
 */
public record TrunkSecurity(List<String> names) {
    public static final TrunkSecurity DEFAULT = new TrunkSecurity(List.of());
}
