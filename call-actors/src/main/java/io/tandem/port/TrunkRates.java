package io.tandem.port;

/**
 * How much a trunk may ask of us in a second: new calls, and apart from these as many other requests outside a dialog.
 * Above, they get 503; what belongs to a call is never limited, nor is an emergency call (F-150).
 *
 * @param callsPerSecond in the long run; 0 for no limit
 * @param burst how many may come at once
 */
public record TrunkRates(int callsPerSecond, int burst) {
    public static final TrunkRates DEFAULT = new TrunkRates(0, 0);

    public boolean limited() {
        return callsPerSecond > 0;
    }
}
