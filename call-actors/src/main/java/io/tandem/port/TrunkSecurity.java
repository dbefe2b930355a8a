package io.tandem.port;

/** Who the peers of a trunk must prove to be (TSP-21 to TSP-29). */
public record TrunkSecurity() {
    public static final TrunkSecurity DEFAULT = new TrunkSecurity();
}
