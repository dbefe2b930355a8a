package io.tandem.tenant.number;

import java.util.Optional;

/** A telephone-subscriber parameter inside a SIP user part (RFC 3261 §19.1.6, RFC 3966 §3). */
final class UserParameter {

    private UserParameter() {}

    /**
     * Its value, {@code ""} when it stands without one, empty when absent.
     *
     * @param parameters {@code ;name=value;name} as on the wire, beginning with the semicolon or empty
     */
    static Optional<String> of(String name, String parameters) {
        int start = parameters.indexOf(';') + 1;
        while (start > 0 && start < parameters.length()) {
            int end = parameters.indexOf(';', start);
            int stop = end < 0 ? parameters.length() : end;
            if (isNamed(name, parameters, start, stop)) {
                int value = start + name.length() + 1;
                return Optional.of(value < stop ? parameters.substring(value, stop) : "");
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private static boolean isNamed(String name, String parameters, int start, int stop) {
        int after = start + name.length();
        return after <= stop && parameters.regionMatches(true, start, name, 0, name.length())
                && (after == stop || parameters.charAt(after) == '=');
    }
}
