package io.tandem.port;

/** How the numbers of a trunk are rewritten (NUM-30). */
public record TrunkNumbers() {
    public static final TrunkNumbers DEFAULT = new TrunkNumbers();
}
