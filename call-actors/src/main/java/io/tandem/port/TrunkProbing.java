package io.tandem.port;

/** How the peers of a trunk are asked whether they are there (TSP-40 to TSP-49). */
public record TrunkProbing() {
    public static final TrunkProbing DEFAULT = new TrunkProbing();
}
