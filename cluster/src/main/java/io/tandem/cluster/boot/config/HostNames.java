package io.tandem.cluster.boot.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of hosts and domains, as the DNS has them (RFC 1123 §2.1). Nothing here asks a name server. */
final class HostNames {
    static final String RIGHT = "a host name such as sip.example.com";
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");
    private static final Pattern DIGITS = Pattern.compile(".*[0-9]");
    private static final int LONGEST = 253;

    private HostNames() {}

    /** A name in small letters, without the root's dot; no address. */
    static boolean isName(String text) {
        int lastDot = text.lastIndexOf('.');
        return text.length() <= LONGEST && NAME.matcher(text).matches()
                && !DIGITS.matcher(text.substring(lastDot + 1)).matches();
    }

    static Optional<String> read(Item item, Mistakes mistakes) {
        String name = item.text().toLowerCase(Locale.ROOT);
        MicrosoftTrunk.withdrawn(item, mistakes);
        if (isName(name)) {
            return Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        }
        mistakes.add(item, RIGHT);
        return Optional.empty();
    }
}
