package io.tandem.cluster.boot.config;

import io.tandem.sip.route.Transport;
import java.util.List;
import java.util.Optional;

/**
 * What Microsoft asks of whoever has a trunk to it, checked before the first call could fail of it (TSP-1, TSP-9).
 *
 * @param lab whether the gateway is for trials only: then a trunk may do without
 */
record MicrosoftTrunk(List<TandemConfig.Listener> listeners, boolean lab) {
    /** TSP-9: of a gateway as Microsoft's configuration takes it. */
    static final int LONGEST_NAME = 63;

    /** @param used names of the listeners of a group with side = mps */
    void check(Section group, List<String> used) {
        List<TandemConfig.Listener> its = listeners.stream().filter(one -> used.contains(one.name())).toList();
        its.stream()
                .filter(listener -> listener.transport() != Transport.TLS && !lab
                        && !listener.bind().getAddress().isLoopbackAddress())
                .findFirst()
                .ifPresent(open -> group.wrong("listeners", "listeners of TLS, which " + open.name()
                        + " is not: Microsoft speaks nothing else (tandem.lab = true for a trial without)"));
        its.stream()
                .map(TandemConfig.Listener::advertisedAddress)
                .filter(host -> host.length() > LONGEST_NAME)
                .findFirst()
                .ifPresent(long64 -> group.wrong("listeners", "listeners whose advertised-address has "
                        + LONGEST_NAME + " characters at most, which " + long64 + " has not: Microsoft takes no longer "
                        + "name of a gateway"));
    }

    /** TSP-5: a name that led to every data centre at once, and is no more. */
    static void withdrawn(Item item, Mistakes mistakes) {
        if (item.text().equalsIgnoreCase("sip-all.pstnhub.microsoft.com")) {
            mistakes.add(item, "sip.pstnhub.microsoft.com and its siblings: that name was withdrawn in 2022");
        }
    }

    /** The same of a name that is told in another place. */
    static Optional<String> tooLong(String name) {
        return name.length() <= LONGEST_NAME
                ? Optional.empty()
                : Optional.of("a host name of " + LONGEST_NAME + " characters at most: Microsoft takes no longer one");
    }
}
