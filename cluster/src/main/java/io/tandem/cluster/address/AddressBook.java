package io.tandem.cluster.address;

import io.tandem.cluster.address.BookInput.Member;
import io.tandem.cluster.address.Holding.Free;
import io.tandem.cluster.address.Holding.Granted;
import io.tandem.cluster.address.Holding.Held;
import io.tandem.cluster.address.Holding.Leaving;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who has which service address, as the one who grants them knows it. It is kept nowhere: a new book asks all members what
 * they have, for what they have open is the truth (design §4).
 *
 * @param places all addresses there are
 * @param holdings where each of them is
 * @param members those that may have one, and since when
 * @param reported members that have said what they have, while it is not {@code settled}
 * @param settled whether all have, or had time enough: before that nothing is granted
 * @param startedMillis when this book was opened
 * @param epoch the highest that was ever given
 * @param version of what all are told
 * @param draining nodes that are to have none, and since when (ms, UTC)
 * @param wantedHome addresses that an operator wants at home
 * @param barred who could not take what, until when
 */
public record AddressBook(List<Place> places, SortedMap<Character, Holding> holdings,
        Map<NodeRun, Since> members, Set<NodeRun> reported, boolean settled, long startedMillis, long epoch,
        long version, Map<NodeRun, Long> draining, Set<Character> wantedHome, Map<Bar, Long> barred) {

    /** @param upMillis since when it is a member */
    public record Since(Member member, long upMillis) {}

    /** A node that could not take an address. */
    public record Bar(NodeRun node, char address) {}

    public AddressBook {
        places = List.copyOf(places);
        holdings = Collections.unmodifiableSortedMap(new TreeMap<>(holdings));
        members = Map.copyOf(members);
        reported = Set.copyOf(reported);
        draining = Map.copyOf(draining);
        wantedHome = Set.copyOf(wantedHome);
        barred = Map.copyOf(barred);
    }

    /**
     * A book that knows nothing yet.
     *
     * @param firstEpoch above those of all books before, as far as the members will not tell: the time in ms will do
     */
    public static AddressBook open(List<Place> places, long firstEpoch, long nowMillis) {
        SortedMap<Character, Holding> free = new TreeMap<>();
        places.forEach(place -> free.put(place.address(), new Free(false)));
        return new AddressBook(places, free, Map.of(), Set.of(), false, nowMillis, firstEpoch, firstEpoch, Map.of(),
                Set.of(), Map.of());
    }

    /** What everybody is told; a book that still asks tells nothing, for it would tell less than they know. */
    public AddressView view() {
        if (!settled) {
            return AddressView.NONE;
        }
        Map<Character, AddressView.Owner> owners = new TreeMap<>();
        holdings.forEach((address, holding) -> nodeOf(holding).ifPresent(node -> owners.put(address,
                new AddressView.Owner(node, epochOf(holding), holding instanceof Held))));
        Set<NodeRun> alive = members.values()
                .stream()
                .map(Since::member)
                .filter(member -> member.standing() != BookInput.Standing.DOWN)
                .map(BookInput.Member::node)
                .collect(Collectors.toSet());
        return new AddressView(version, owners, alive.stream().map(NodeRun::at).collect(Collectors.toSet()), draining
                .entrySet()
                .stream()
                .filter(each -> alive.contains(each.getKey())) // its next life is not drained
                .map(each -> new Draining(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(each -> each.node().at()))
                .toList());
    }

    Optional<Place> place(char address) {
        return places.stream().filter(place -> place.address() == address).findFirst();
    }

    static Optional<NodeRun> nodeOf(Holding holding) {
        return switch (holding) {
            case Free _ -> Optional.empty();
            case Granted granted -> Optional.of(granted.node());
            case Held held -> Optional.of(held.node());
            case Leaving leaving -> Optional.of(leaving.node());
        };
    }

    static long epochOf(Holding holding) {
        return switch (holding) {
            case Free _ -> 0;
            case Granted granted -> granted.epoch();
            case Held held -> held.epoch();
            case Leaving leaving -> leaving.epoch();
        };
    }
}
