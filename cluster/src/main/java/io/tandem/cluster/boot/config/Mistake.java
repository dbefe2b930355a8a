package io.tandem.cluster.boot.config;

/**
 * One thing that is wrong in a configuration.
 *
 * @param path where, as {@code tandem.sip.listeners[0].port}
 * @param place {@code line 12}, {@code default}, or "" when the place is the file itself
 * @param found what stands there, as written
 * @param right what would be right, in words
 */
public record Mistake(String path, String place, String found, String right) {

    /** One line for people: path, place, what was found and what would be right. */
    public String text() {
        String where = place.isEmpty() ? path : path + " (" + place + ")";
        return where + ": found " + found + "; right would be " + right;
    }
}
