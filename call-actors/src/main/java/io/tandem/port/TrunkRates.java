package io.tandem.port;

/** How much a trunk may ask of us in a second. */
public record TrunkRates() {
    public static final TrunkRates DEFAULT = new TrunkRates();
}
