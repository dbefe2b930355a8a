package io.tandem.cluster.address;

import io.tandem.cluster.address.AddressBook.Bar;
import io.tandem.cluster.address.AddressBook.Since;
import io.tandem.cluster.address.BookInput.Member;
import io.tandem.cluster.address.BookInput.Standing;
import io.tandem.cluster.address.Holding.Free;
import io.tandem.cluster.address.Holding.Granted;
import io.tandem.cluster.address.Holding.Held;
import io.tandem.cluster.address.Holding.Leaving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules of the book: an address is at home while its home is up, goes to a survivor when its node is gone, and stays
 * there until few calls are on it or an operator wants it back. One use, one input.
 */
public final class BookRules {
    /** Calls of an address whose node has not said how many. */
    private static final int MANY = Integer.MAX_VALUE;

    private final BookSettings settings;
    private final AddressBook before;
    private final long now;
    private final SortedMap<Character, Holding> holdings;
    private final Map<NodeRun, Since> members;
    private final Set<NodeRun> reported;
    private final Map<NodeRun, Long> draining;
    private final Set<Character> wantedHome;
    private final Map<Bar, Long> barred;
    private final List<BookOrder> orders = new ArrayList<>();
    private boolean settled;
    private long epoch;
    private long version;

    private BookRules(BookSettings settings, AddressBook before, long now) {
        this.settings = settings;
        this.before = before;
        this.now = now;
        holdings = new TreeMap<>(before.holdings());
        members = new HashMap<>(before.members());
        reported = new HashSet<>(before.reported());
        draining = new HashMap<>(before.draining());
        wantedHome = new HashSet<>(before.wantedHome());
        barred = new HashMap<>(before.barred());
        settled = before.settled();
        epoch = before.epoch();
        version = before.version();
    }

    /** @param nowMillis of a clock that never goes back */
    public static BookDecision decide(BookSettings settings, AddressBook book, BookInput input, long nowMillis) {
        BookRules rules = new BookRules(settings, book, nowMillis);
        rules.take(input);
        rules.settle();
        if (rules.settled) {
            rules.grant();
            rules.move();
        }
        return rules.decision(input);
    }

    private BookDecision decision(BookInput input) {
        if (input instanceof BookInput.Tick) {
            repeat();
        }
        AddressBook after = new AddressBook(before.places(), holdings, members, reported, settled,
                before.startedMillis(), epoch, version, draining, wantedHome, barred);
        AddressView told = before.view();
        AddressView now = after.view();
        boolean news = settled != before.settled() || !now.owners().equals(told.owners())
                || !now.nodes().equals(told.nodes())
                || !now.draining().equals(told.draining());
        return new BookDecision(news ? versioned(after) : after, orders);
    }

    private static AddressBook versioned(AddressBook book) {
        return new AddressBook(book.places(), book.holdings(), book.members(), book.reported(), book.settled(),
                book.startedMillis(), book.epoch(), book.version() + 1, book.draining(), book.wantedHome(),
                book.barred());
    }

    private void take(BookInput input) {
        switch (input) {
            case BookInput.Members(List<Member> now) -> members(now);
            case BookInput.Report report -> report(report);
            case BookInput.Acquired(NodeRun node, char address, long granted) -> {
                if (holdings.get(address) instanceof Granted(NodeRun owner, long current, _) && current == granted
                        && owner.equals(node)) {
                    holdings.put(address, new Held(node, granted, 0));
                    say("service address " + address + " is at work on " + node);
                }
            }
            case BookInput.Refused(NodeRun node, char address, long granted, String why) ->
                    refused(node, address, granted, why);
            case BookInput.Released(NodeRun node, char address, long granted) -> {
                if (isAt(node, address, granted)) {
                    holdings.put(address, new Free(true));
                }
            }
            case BookInput.HandBack(char address) -> {
                if (before.place(address).isPresent()) {
                    wantedHome.add(address);
                }
            }
            case BookInput.Drain(String at, long since) -> members.keySet()
                    .stream()
                    .filter(node -> node.at().equals(at) && draining.putIfAbsent(node, since) == null)
                    .forEach(node -> say("node " + at + " is to have no service address any more"));
            case BookInput.Undrain(String at) -> {
                if (draining.keySet().removeIf(node -> node.at().equals(at))) {
                    say("node " + at + " may have service addresses again");
                }
            }
            case BookInput.Tick _ -> barred.values().removeIf(until -> until <= now);
        }
    }

    /** Whoever is a member no more has nothing any more: it is dead, or its own side has fenced it. */
    private void members(List<Member> now) {
        Map<NodeRun, Since> after = new HashMap<>();
        for (Member member : now) {
            Since known = members.get(member.node());
            after.put(member.node(), new Since(member, known == null ? this.now : known.upMillis()));
        }
        for (NodeRun gone : new HashSet<>(members.keySet())) {
            if (!after.containsKey(gone)) {
                draining.remove(gone); // the next life of that node may have addresses again
                reported.remove(gone);
                barred.keySet().removeIf(bar -> bar.node().equals(gone));
            }
        }
        members.clear();
        members.putAll(after);
        holdings.replaceAll((address, holding) -> {
            Optional<NodeRun> owner = AddressBook.nodeOf(holding);
            if (owner.isEmpty() || members.containsKey(owner.get())) {
                return holding;
            }
            say("node " + owner.get() + " is gone: service address " + address + " has to go to another");
            return new Free(true);
        });
    }

    private void report(BookInput.Report report) {
        version = Math.max(version, report.view().version());
        report.view().owners().forEach(this::heard);
        epoch = Math.max(epoch, report.lastEpoch());
        NodeRun node = report.node();
        if (!members.containsKey(node)) {
            return; // not yet, or no more: the members say when
        }
        reported.add(node);
        if (!settled) { // what an operator told the last book holds for this one
            report.view().draining().forEach(drained -> {
                if (members.containsKey(drained.node())) {
                    draining.putIfAbsent(drained.node(), drained.sinceMillis());
                }
            });
        }
        report.claims().forEach((address, claim) -> claimed(node, address, claim));
        holdings.replaceAll((address, holding) -> {
            boolean its = AddressBook.nodeOf(holding).equals(Optional.of(node)) && !(holding instanceof Granted);
            if (its && !report.claims().containsKey(address)) {
                say("node " + node + " has service address " + address + " no more");
                return new Free(true);
            }
            return holding;
        });
    }

    /** A new book learns of owners that cannot speak for themselves just now: while they are members the address is theirs. */
    private void heard(char address, AddressView.Owner owner) {
        epoch = Math.max(epoch, owner.epoch());
        Holding holding = holdings.get(address);
        if (settled || holding == null || AddressBook.epochOf(holding) >= owner.epoch()) {
            return;
        }
        holdings.put(address, members.containsKey(owner.node())
                ? new Held(owner.node(), owner.epoch(), MANY)
                : new Free(true));
    }

    /** A node says that it has an address: true where the book knows it so, or is new; else it has to give it up. */
    private void claimed(NodeRun node, char address, BookInput.Claim claim) {
        Holding holding = holdings.get(address);
        boolean known = holding != null && isAt(node, address, claim.epoch());
        boolean learnt = holding != null && !settled && claim.epoch() > AddressBook.epochOf(holding);
        if (!known && !learnt) {
            orders.add(new BookOrder.Release(node, address, claim.epoch()));
            return;
        }
        if (learnt) { // the later grant is the one that counts
            AddressBook.nodeOf(holding)
                    .filter(other -> !other.equals(node))
                    .ifPresent(other -> orders.add(
                            new BookOrder.Release(other, address, AddressBook.epochOf(holding))));
            holdings.put(address, claim.ready()
                    ? new Held(node, claim.epoch(), claim.calls())
                    : new Granted(node, claim.epoch(), now));
        } else if (claim.ready() && !(holding instanceof Leaving)) {
            holdings.put(address, new Held(node, claim.epoch(), claim.calls()));
        } else if (holding instanceof Held && !settled) {
            holdings.put(address, new Granted(node, claim.epoch(), now));
        }
    }

    private void refused(NodeRun node, char address, long granted, String why) {
        if (isAt(node, address, granted)) {
            holdings.put(address, new Free(true));
            barred.put(new Bar(node, address), now + settings.barred().toMillis());
            say("node " + node + " cannot have service address " + address + ": " + why);
        }
    }

    private boolean isAt(NodeRun node, char address, long granted) {
        Holding holding = holdings.get(address);
        return holding != null && AddressBook.nodeOf(holding).equals(Optional.of(node))
                && AddressBook.epochOf(holding) == granted;
    }

    private void settle() {
        if (!settled && !members.isEmpty() && (reported.containsAll(members.keySet())
                || now - before.startedMillis() >= settings.reports().toMillis())) {
            settled = true;
        }
    }

    /**
     * What is to leave its node: of one that goes at once, of one that is drained one at a time, so that its calls are not
     * all silent in the same moment; to go home one at a time, and only when nothing else is on its way.
     */
    private void move() {
        for (Map.Entry<Character, Holding> entry : holdings.entrySet()) {
            if (entry.getValue() instanceof Held(NodeRun node, long granted, _) && leaves(node)
                    && (goes(node) || nothingMoves()) && candidates(entry.getKey()).findAny().isPresent()) {
                leave(entry.getKey(), node, granted);
            }
        }
        for (Place place : before.places()) {
            char address = place.address();
            if (holdings.get(address) instanceof Held(NodeRun node, long granted, int calls)) {
                if (node.at().equals(place.home())) {
                    wantedHome.remove(address);
                } else if (wantedHome.contains(address)
                        ? nothingMoves() && homeIsReady(place, Duration.ZERO)
                        : calls <= settings.handBackCalls() && quiet()
                                && homeIsReady(place, settings.handBackAfter())) {
                    leave(address, node, granted);
                }
            }
        }
    }

    private void leave(char address, NodeRun node, long granted) {
        holdings.put(address, new Leaving(node, granted, now));
        orders.add(new BookOrder.Release(node, address, granted));
        say("service address " + address + " leaves node " + node);
    }

    private boolean quiet() {
        return holdings.values().stream().allMatch(Held.class::isInstance);
    }

    private boolean nothingMoves() {
        return holdings.values().stream().allMatch(each -> each instanceof Held || each instanceof Free);
    }

    /** @param since how long it has to be up */
    private boolean homeIsReady(Place place, Duration since) {
        return candidates(place.address()).anyMatch(node -> node.at().equals(place.home())
                && now - members.get(node).upMillis() >= since.toMillis());
    }

    private boolean leaves(NodeRun node) {
        return goes(node) || isDrained(node);
    }

    private boolean goes(NodeRun node) {
        return members.get(node).member().standing() == Standing.LEAVING;
    }

    private boolean isDrained(NodeRun node) {
        return members.get(node).member().standing() == Standing.UP && draining.containsKey(node);
    }

    private Stream<NodeRun> candidates(char address) {
        return members.keySet()
                .stream()
                .filter(node -> members.get(node).member().standing() == Standing.UP && !leaves(node)
                        && !barred.containsKey(new Bar(node, address)));
    }

    private void grant() {
        for (Place place : before.places()) {
            if (holdings.get(place.address()) instanceof Free(boolean had)) {
                choose(place, had).ifPresent(node -> {
                    epoch++;
                    holdings.put(place.address(), new Granted(node, epoch, now));
                    orders.add(new BookOrder.Own(node, place.address(), epoch));
                    say("service address " + place.address() + " goes to node " + node
                            + (node.at().equals(place.home()) ? ", its home" : ", since its home cannot have it")
                            + " (epoch " + epoch + ")");
                });
            }
        }
    }

    private Optional<NodeRun> choose(Place place, boolean had) {
        List<NodeRun> nodes = candidates(place.address()).toList();
        Optional<NodeRun> home = nodes.stream().filter(node -> node.at().equals(place.home())).findFirst();
        if (home.isPresent()) {
            return home;
        }
        if (!had && now - before.startedMillis() < settings.home().toMillis()) {
            return Optional.empty(); // nobody misses it yet, and its home may be about to come up
        }
        if (nodes.isEmpty() && had) { // calls may wait: one that is drained can still have them
            nodes = members.keySet()
                    .stream()
                    .filter(node -> isDrained(node) && !barred.containsKey(new Bar(node, place.address())))
                    .toList();
        }
        return Spread.choose(place.address(), nodes, this::addressesOf);
    }

    private int addressesOf(NodeRun node) {
        return (int) holdings.values()
                .stream()
                .filter(holding -> AddressBook.nodeOf(holding).equals(Optional.of(node)))
                .count();
    }

    /** An order or its answer may be lost: given again until it is answered. */
    private void repeat() {
        holdings.forEach((address, holding) -> {
            switch (holding) {
                case Granted(NodeRun node, long granted, long since) -> {
                    if (now - since >= settings.again().toMillis()) {
                        orders.add(new BookOrder.Own(node, address, granted));
                    }
                }
                case Leaving(NodeRun node, long granted, long since) -> {
                    if (now - since >= settings.again().toMillis()) {
                        orders.add(new BookOrder.Release(node, address, granted));
                    }
                }
                case Free _,
                    Held _ -> {
                }
            }
        });
    }

    private void say(String text) {
        orders.add(new BookOrder.Say(text));
    }
}
