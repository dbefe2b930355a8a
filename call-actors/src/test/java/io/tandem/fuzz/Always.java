package io.tandem.fuzz;

/** What must hold of any input. */
final class Always {
    private Always() {}

    static void holds(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("does not hold: " + what);
        }
    }
}
