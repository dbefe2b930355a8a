package io.tandem.cluster.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.address.BookInput.Member;
import io.tandem.cluster.address.BookInput.Members;
import io.tandem.cluster.address.BookInput.Standing;
import io.tandem.cluster.address.NodeAddresses.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A book and its nodes in a network that delays and loses what they say, while nodes die, come back and drain and the book
 * itself dies: no address is ever with two members, and when all is calm each is with one.
 */
class AddressWorldProperties {
    private static final List<Place> PLACES = List.of(new Place('a', "n0"), new Place('b', "n1"), new Place('c', "n2"),
            new Place('d', "n0"));

    private record Letter(long at, Runnable delivery) {}

    @Property(tries = 300)
    void anAddressIsNeverWithTwoMembersAndEachFindsOneInTheEnd(@ForAll long seed) {
        World world = new World(seed);
        for (int i = 0; i < 400; i++) {
            world.step(true);
        }
        for (int i = 0; i < 60_000 / World.STEP_MILLIS * 2; i++) {
            world.step(false);
        }
        world.isCalm();
    }

    @Property(tries = 50)
    void theSameWorldDecidesTheSame(@ForAll long seed) {
        World one = new World(seed);
        World other = new World(seed);
        for (int i = 0; i < 300; i++) {
            one.step(true);
            other.step(true);
        }
        assertThat(one.book).isEqualTo(other.book);
    }

    private static final class Node {
        final NodeRun run;
        NodeAddresses has = NodeAddresses.NONE;
        AddressView view = AddressView.NONE;
        /** Whose orders it follows: the book that spoke to it last. */
        int book;
        boolean alive = true;

        Node(NodeRun run) {
            this.run = run;
        }
    }

    private static final class World {
        static final int STEP_MILLIS = 100;
        private final Random random;
        private final Map<String, Node> nodes = new TreeMap<>();
        private final List<Letter> letters = new ArrayList<>();
        private AddressBook book;
        private int bookNumber = 1;
        private long now;
        private long runs;
        /** A member that has died and is not removed yet. */
        private final Map<String, Long> dying = new HashMap<>();
        private boolean trouble = true;

        World(long seed) {
            random = new Random(seed);
            book = AddressBook.open(PLACES, 1, 0);
            for (String at : List.of("n0", "n1", "n2")) {
                start(at);
            }
        }

        void step(boolean troubled) {
            trouble = troubled;
            now += STEP_MILLIS;
            deliver();
            if (troubled && random.nextInt(12) == 0) {
                mishap();
            }
            if (!troubled && now % 1_000 == 0) {
                List.of("n0", "n1", "n2").stream().filter(at -> !nodes.containsKey(at)).forEach(this::start);
            }
            bury();
            on(new BookInput.Tick());
            if (now % 500 == 0) {
                tellAll();
            }
        }

        private void mishap() {
            String at = "n" + random.nextInt(3);
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (nodes.containsKey(at)) {
                        nodes.get(at).alive = false;
                        dying.putIfAbsent(at, now + 2_000);
                    } else {
                        start(at);
                    }
                }
                case 1 -> { // the book's node dies: the next one asks
                    book = AddressBook.open(PLACES, 1, now);
                    bookNumber++;
                    members();
                    tellAll();
                }
                case 2 -> on(new BookInput.HandBack((char) ('a' + random.nextInt(4))));
                case 3 -> {
                    if (random.nextInt(4) == 0) {
                        on(random.nextBoolean() ? new BookInput.Drain(at, now) : new BookInput.Undrain(at));
                    }
                }
                default -> {
                    if (!nodes.containsKey(at)) {
                        start(at);
                    }
                }
            }
        }

        private void start(String at) {
            nodes.put(at, new Node(new NodeRun(at, ++runs)));
            members();
        }

        private void bury() {
            new HashMap<>(dying).forEach((at, when) -> {
                if (when <= now) {
                    nodes.remove(at);
                    dying.remove(at);
                    members();
                }
            });
        }

        private void members() {
            on(new Members(nodes.values().stream().map(node -> new Member(node.run, Standing.UP)).toList()));
        }

        private void tellAll() {
            AddressView view = book.view();
            int from = bookNumber;
            nodes.values().forEach(node -> send(() -> {
                if (node.alive) {
                    node.book = from;
                    node.view = view.version() > node.view.version() ? view : node.view;
                    toBook(new BookInput.Report(node.run, node.has.claims(_ -> 0), node.view,
                            node.has.lastEpoch()), from);
                }
            }));
        }

        /** To that book, if it is still there. */
        private void toBook(BookInput input, int to) {
            send(() -> {
                if (bookNumber == to) {
                    on(input);
                }
            });
        }

        private void on(BookInput input) {
            long told = book.version();
            BookDecision decision = BookRules.decide(BookSettings.DEFAULT, book, input, now);
            book = decision.book();
            if (book.version() != told) {
                tellAll();
            }
            int from = bookNumber;
            for (BookOrder order : decision.orders()) {
                switch (order) {
                    case BookOrder.Own(NodeRun node, char address, long epoch) ->
                            send(() -> order(node, from, new NodeInput.Own(address, epoch)));
                    case BookOrder.Release(NodeRun node, char address, long epoch) ->
                            send(() -> order(node, from, new NodeInput.Release(address, epoch)));
                    case BookOrder.Say _ -> {
                    }
                }
            }
        }

        private void order(NodeRun run, int from, NodeInput input) {
            if (nodes.containsKey(run.at()) && nodes.get(run.at()).book == from) {
                toNode(run, input);
            }
        }

        private void toNode(NodeRun run, NodeInput input) {
            Node node = nodes.get(run.at());
            if (node == null || !node.alive || !node.run.equals(run)) {
                return;
            }
            NodeAddresses.Decision decision = node.has.decide(input);
            node.has = decision.next();
            checkOwners();
            int asked = node.book;
            for (NodeOrder order : decision.orders()) {
                switch (order) {
                    case NodeOrder.TakeUp(char address, _) -> {
                        NodeInput done = trouble && random.nextInt(10) == 0
                                ? new NodeInput.Failed(address, "cannot bind")
                                : new NodeInput.TakenUp(address);
                        later(random.nextInt(3_000), () -> toNode(run, done));
                    }
                    case NodeOrder.GiveUp(char address, _) ->
                            later(random.nextInt(2_000), () -> toNode(run, new NodeInput.GivenUp(address)));
                    case NodeOrder.TellAcquired(char address, long epoch) ->
                            toBook(new BookInput.Acquired(run, address, epoch), asked);
                    case NodeOrder.TellRefused(char address, long epoch, String why) ->
                            toBook(new BookInput.Refused(run, address, epoch, why), asked);
                    case NodeOrder.TellReleased(char address, long epoch) ->
                            toBook(new BookInput.Released(run, address, epoch), asked);
                }
            }
        }

        /** In order, as one connection keeps it, and lost now and then. */
        private void send(Runnable delivery) {
            if (!trouble || random.nextInt(20) != 0) {
                letters.add(new Letter(now + STEP_MILLIS, delivery));
            }
        }

        private void later(int millis, Runnable work) {
            letters.add(new Letter(now + millis, work));
        }

        private void deliver() {
            List<Letter> due = letters.stream().filter(letter -> letter.at() <= now).toList();
            letters.removeAll(due);
            due.forEach(letter -> letter.delivery().run());
        }

        private void checkOwners() {
            Map<Character, Node> owners = new HashMap<>();
            for (Node node : nodes.values()) {
                node.has.held()
                        .keySet()
                        .forEach(address -> assertThat(owners.put(address, node))
                                .as("%s is with two members at %d ms", address, now)
                                .isNull());
            }
        }

        void isCalm() {
            Map<Character, NodeRun> owners = new TreeMap<>();
            for (Node node : nodes.values()) {
                assertThat(node.has.held().values()).allMatch(held -> held.phase() == Phase.AT_WORK);
                node.has.held().forEach((address, held) -> {
                    owners.put(address, node.run);
                    assertThat(book.view().owner(address)).hasValue(
                            new AddressView.Owner(node.run, held.epoch(), true));
                });
            }
            assertThat(owners).as("every address is with somebody").hasSize(PLACES.size());
            for (Place place : PLACES) {
                if (book.view().draining(place.home()).isEmpty()) {
                    assertThat(owners.get(place.address()).at()).as("home again").isEqualTo(place.home());
                }
            }
        }
    }
}
