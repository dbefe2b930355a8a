package io.tandem.cluster.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.address.BookInput.Acquired;
import io.tandem.cluster.address.BookInput.Claim;
import io.tandem.cluster.address.BookInput.Drain;
import io.tandem.cluster.address.BookInput.HandBack;
import io.tandem.cluster.address.BookInput.Member;
import io.tandem.cluster.address.BookInput.Members;
import io.tandem.cluster.address.BookInput.Standing;
import io.tandem.cluster.address.BookInput.Refused;
import io.tandem.cluster.address.BookInput.Released;
import io.tandem.cluster.address.BookInput.Report;
import io.tandem.cluster.address.BookInput.Tick;
import io.tandem.cluster.address.BookOrder.Own;
import io.tandem.cluster.address.BookOrder.Release;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who gets which service address (design §4), on paper. */
class BookRulesTest {
    private static final NodeRun ONE = new NodeRun("10.0.0.1:25520", 1);
    private static final NodeRun TWO = new NodeRun("10.0.0.2:25520", 2);
    private static final NodeRun THREE = new NodeRun("10.0.0.3:25520", 3);
    private static final List<Place> PLACES = List.of(new Place('a', ONE.at()), new Place('b', TWO.at()),
            new Place('c', THREE.at()));
    private static final long FIRST = 1_000;
    /** When an operator drained a node, UTC. */
    private static final long SINCE = 1_700_000_000_000L;

    private AddressBook book = AddressBook.open(PLACES, FIRST, 0);
    private AddressView last = AddressView.NONE;
    private long now;

    private List<BookOrder> on(BookInput input) {
        BookDecision decision = BookRules.decide(BookSettings.DEFAULT, book, input, now);
        book = decision.book();
        last = book.view();
        return decision.orders().stream().filter(order -> !(order instanceof BookOrder.Say)).toList();
    }

    private List<BookOrder> members(NodeRun... nodes) {
        return on(new Members(Stream.of(nodes).map(node -> new Member(node, Standing.UP)).toList()));
    }

    private List<BookOrder> nothingOf(NodeRun node) {
        return on(new Report(node, Map.of(), last, 0));
    }

    private static Report report(NodeRun node, int calls, char address, long epoch) {
        return new Report(node, Map.of(address, new Claim(epoch, true, calls)), AddressView.NONE, epoch);
    }

    private long epochAt(char address) {
        return book.view().owner(address).orElseThrow().epoch();
    }

    private NodeRun at(char address) {
        return book.view().owner(address).orElseThrow().node();
    }

    /** All three nodes up, each with its own address. */
    private void allAtHome() {
        members(ONE, TWO, THREE);
        List<BookOrder> orders = new ArrayList<>();
        for (NodeRun node : List.of(ONE, TWO, THREE)) {
            orders.addAll(nothingOf(node));
        }
        acquire(orders);
        assertThat(book.view().owners().values()).allMatch(AddressView.Owner::settled);
    }

    private void acquire(List<BookOrder> orders) {
        for (BookOrder order : orders) {
            if (order instanceof Own(NodeRun node, char address, long epoch)) {
                on(new Acquired(node, address, epoch));
            }
        }
    }

    private void talkOn(char address, int calls) {
        Map<Character, Claim> claims = new HashMap<>();
        book.view().owners().forEach((each, owner) -> {
            if (owner.node().equals(at(address))) {
                claims.put(each, new Claim(owner.epoch(), true, each == address ? calls : 7));
            }
        });
        on(new Report(at(address), claims, AddressView.NONE, 0));
    }

    @Test
    void nothingIsGrantedBeforeAllMembersHaveSaidWhatTheyHave() {
        assertThat(members(ONE, TWO)).isEmpty();
        assertThat(nothingOf(ONE)).isEmpty();
        assertThat(nothingOf(TWO)).containsExactly(new Own(ONE, 'a', FIRST + 1), new Own(TWO, 'b', FIRST + 2));
    }

    @Test
    void aMemberThatSaysNothingIsNotWaitedForForEver() {
        members(ONE, TWO);
        nothingOf(ONE);
        now = BookSettings.DEFAULT.reports().toMillis();
        assertThat(on(new Tick())).contains(new Own(ONE, 'a', FIRST + 1));
    }

    @Test
    void anAddressWhoseHomeWasNeverThereWaitsForIt() {
        members(ONE);
        assertThat(nothingOf(ONE)).containsExactly(new Own(ONE, 'a', FIRST + 1));
        now = 5_000;
        assertThat(members(ONE, TWO)).containsExactly(new Own(TWO, 'b', FIRST + 2));
        now = BookSettings.DEFAULT.home().toMillis();
        assertThat(on(new Tick())).filteredOn(order -> order instanceof Own(_, char address, _) && address == 'c')
                .hasSize(1);
    }

    @Test
    void theAddressOfADeadNodeGoesToASurvivorAtOnceWithAHigherEpoch() {
        allAtHome();
        long before = epochAt('b');
        List<BookOrder> orders = members(ONE, THREE);
        assertThat(orders).singleElement().isInstanceOfSatisfying(Own.class, own -> {
            assertThat(own.address()).isEqualTo('b');
            assertThat(own.node()).isIn(ONE, THREE);
            assertThat(own.epoch()).isGreaterThan(before);
        });
    }

    @Test
    void whoHasTheFewestTakesOverSoThatTheLoadIsShared() {
        List<Place> four = List.of(new Place('a', ONE.at()), new Place('b', TWO.at()), new Place('c', TWO.at()),
                new Place('d', THREE.at()));
        book = AddressBook.open(four, FIRST, 0);
        allAtHome();
        members(ONE, THREE).forEach(order -> assertThat(order).isInstanceOf(Own.class));
        assertThat(List.of(at('b'), at('c'))).containsExactlyInAnyOrder(ONE, THREE);
    }

    @Test
    void aHomeThatComesBackDoesNotSnatchItsAddressWhileCallsAreOnIt() {
        allAtHome();
        acquire(members(ONE, THREE));
        talkOn('b', 300);
        NodeRun again = new NodeRun(TWO.at(), 22);
        members(ONE, THREE, again);
        now += 3_600_000;
        assertThat(on(new Tick())).isEmpty();
        assertThat(at('b')).isIn(ONE, THREE);
    }

    @Test
    void anAddressWithoutCallsGoesHomeWhenItsHomeHasBeenUpForAWhile() {
        allAtHome();
        acquire(members(ONE, THREE));
        NodeRun holder = at('b');
        long held = epochAt('b');
        NodeRun again = new NodeRun(TWO.at(), 22);
        members(ONE, THREE, again);
        assertThat(on(new Tick())).isEmpty();
        now += BookSettings.DEFAULT.handBackAfter().toMillis();
        talkOn('b', 0);
        assertThat(book.holdings().get('b')).isInstanceOf(Holding.Leaving.class);
        assertThat(on(new Released(holder, 'b', held))).containsExactly(new Own(again, 'b', book.epoch()));
    }

    @Test
    void anOperatorGetsAnAddressHomeWithItsCalls() {
        allAtHome();
        acquire(members(ONE, THREE));
        talkOn('b', 300);
        NodeRun again = new NodeRun(TWO.at(), 22);
        members(ONE, THREE, again);
        now += BookSettings.DEFAULT.handBackAfter().toMillis();
        assertThat(on(new HandBack('b'))).containsExactly(new Release(at('b'), 'b', epochAt('b')));
    }

    @Test
    void noOtherNodeIsGrantedAnAddressBeforeItsHolderHasGivenItUp() {
        allAtHome();
        acquire(members(ONE, THREE));
        talkOn('b', 300);
        NodeRun again = new NodeRun(TWO.at(), 22);
        members(ONE, THREE, again);
        now += BookSettings.DEFAULT.handBackAfter().toMillis();
        on(new HandBack('b'));
        now += 2_000;
        assertThat(on(new Tick())).containsExactly(new Release(at('b'), 'b', epochAt('b')));
        assertThat(on(new Released(at('b'), 'b', epochAt('b') - 1))).isEmpty();
    }

    @Test
    void anOperatorGetsAnAddressHomeAsSoonAsItsHomeIsUp() {
        allAtHome();
        acquire(members(ONE, THREE));
        talkOn('b', 300);
        members(ONE, THREE, new NodeRun(TWO.at(), 22));
        assertThat(on(new HandBack('b'))).containsExactly(new Release(at('b'), 'b', epochAt('b')));
    }

    @Test
    void aDrainedNodeGetsRidOfItsAddressesAndGetsNone() {
        allAtHome();
        assertThat(on(new Drain(TWO.at(), SINCE))).containsExactly(new Release(TWO, 'b', epochAt('b')));
        List<BookOrder> next = on(new Released(TWO, 'b', epochAt('b')));
        assertThat(next).singleElement()
                .isInstanceOfSatisfying(Own.class, own -> assertThat(own.node()).isIn(ONE,
                        THREE));
    }

    @Test
    void aDrainOfTheLastNodeLeavesItItsAddress() {
        members(ONE);
        acquire(nothingOf(ONE));
        assertThat(on(new Drain(ONE.at(), SINCE))).isEmpty();
        assertThat(at('a')).isEqualTo(ONE);
    }

    @Test
    void aDrainedNodeGivesItsAddressesUpOneByOne() {
        allAtHome();
        acquire(members(ONE, THREE)); // two is dead: its address is with one of the others
        NodeRun both = at('b');
        char own = both.equals(ONE) ? 'a' : 'c';
        List<BookOrder> first = on(new Drain(both.at(), SINCE));
        assertThat(first).hasSize(1);
        char moving = ((Release) first.getFirst()).address();
        List<BookOrder> granted = on(new Released(both, moving, epochAt(moving)));
        assertThat(granted).as("the other one waits until this is at work").hasSize(1);
        Own taken = (Own) granted.getFirst();
        char other = moving == 'b' ? own : 'b';
        assertThat(on(new Acquired(taken.node(), moving, taken.epoch())))
                .containsExactly(new Release(both, other, epochAt(other)));
    }

    @Test
    void aDrainThatIsTakenBackLeavesTheNodeWhatItStillHasAndItMayHaveMore() {
        allAtHome();
        List<BookOrder> leaving = on(new Drain(TWO.at(), SINCE));
        on(new BookInput.Undrain(TWO.at()));
        assertThat(book.view().draining()).isEmpty();
        assertThat(on(new Released(TWO, 'b', ((Release) leaving.getFirst()).epoch())))
                .containsExactly(new Own(TWO, 'b', epochAt('b')));
    }

    @Test
    void aNewBookKnowsWhoIsDrainedFromWhatMembersWereTold() {
        allAtHome();
        on(new Drain(TWO.at(), SINCE));
        AddressView told = book.view();
        assertThat(told.draining()).containsExactly(new Draining(TWO, SINCE));
        book = AddressBook.open(PLACES, 1, 0);
        members(ONE, TWO);
        on(new Report(ONE, Map.of('a', new Claim(told.owner('a').orElseThrow().epoch(), true, 0)), told, 0));
        on(new Report(TWO, Map.of(), AddressView.NONE, 0));
        assertThat(book.view().draining()).containsExactly(new Draining(TWO, SINCE));
        assertThat(book.view().addressesOf(TWO.at())).isEmpty();
    }

    @Test
    void anotherLifeOfADrainedNodeIsNotDrained() {
        allAtHome();
        on(new Drain(TWO.at(), SINCE));
        members(ONE, THREE, new NodeRun(TWO.at(), 22));
        assertThat(book.view().draining()).isEmpty();
    }

    @Test
    void anotherLifeOfADrainedNodeIsNotDrainedWhileTheFirstMayStillHoldItsLease() {
        allAtHome();
        on(new Drain(TWO.at(), SINCE));
        on(new Members(List.of(new Member(ONE, Standing.UP), new Member(TWO, Standing.DOWN),
                new Member(new NodeRun(TWO.at(), 22), Standing.UP), new Member(THREE, Standing.UP))));
        assertThat(book.view().draining(TWO.at())).isEmpty();
    }

    @Test
    void aDrainedNodeTakesADeadOnesAddressWhenNobodyElseIsLeft() {
        allAtHome();
        members(ONE, TWO);
        acquire(on(new Tick()));
        on(new Drain(TWO.at(), SINCE));
        Own rescue = (Own) members(TWO).getFirst();
        assertThat(rescue.node()).as("calls wait, and it lives").isEqualTo(TWO);
    }

    @Test
    void aNodeThatLeavesIsDrained() {
        allAtHome();
        assertThat(on(new Members(List.of(new Member(ONE, Standing.UP), new Member(TWO, Standing.LEAVING),
                new Member(THREE, Standing.UP)))))
                .containsExactly(new Release(TWO, 'b', epochAt('b')));
    }

    @Test
    void whatADeadNodeHasIsFreeWhenItIsAMemberNoMoreAndNotBefore() {
        allAtHome();
        assertThat(on(new Members(List.of(new Member(ONE, Standing.UP), new Member(TWO, Standing.DOWN),
                new Member(THREE, Standing.UP))))).isEmpty();
        assertThat(at('b')).isEqualTo(TWO);
        assertThat(members(ONE, THREE)).hasSize(1);
    }

    @Test
    void whatANodeCannotHaveGoesToTheNext() {
        allAtHome();
        Own own = (Own) members(ONE, THREE).getFirst();
        List<BookOrder> next = on(new Refused(own.node(), 'b', own.epoch(), "port in use"));
        assertThat(next).singleElement()
                .isInstanceOfSatisfying(Own.class, other -> assertThat(other.node()).isNotEqualTo(own.node()));
        Own second = (Own) next.getFirst();
        assertThat(on(new Refused(second.node(), 'b', second.epoch(), "port in use"))).isEmpty();
        now += BookSettings.DEFAULT.barred().toMillis();
        assertThat(on(new Tick())).as("tried again later").hasSize(1);
    }

    @Test
    void aNewBookLearnsWhoHasWhatAndMovesNothing() {
        allAtHome();
        acquire(members(ONE, THREE)); // two is dead, its address elsewhere
        AddressView known = book.view();
        Map<NodeRun, Map<Character, Claim>> claims = Map.of(ONE, claimsOf(ONE, known), THREE, claimsOf(THREE, known));
        book = AddressBook.open(PLACES, 1, 0);
        assertThat(members(ONE, THREE)).isEmpty();
        assertThat(on(new Report(ONE, claims.get(ONE), known, 0))).isEmpty();
        assertThat(on(new Report(THREE, claims.get(THREE), known, 0))).isEmpty();
        assertThat(book.view().owners()).isEqualTo(known.owners());
        members(ONE);
        assertThat(epochAt('c')).isGreaterThan(known.owner('b').orElseThrow().epoch());
    }

    private static Map<Character, Claim> claimsOf(NodeRun node, AddressView view) {
        Map<Character, Claim> claims = new HashMap<>();
        view.owners().forEach((address, owner) -> {
            if (owner.node().equals(node)) {
                claims.put(address, new Claim(owner.epoch(), true, 7));
            }
        });
        return claims;
    }

    @Test
    void aNewBookLeavesASilentMemberWhatTheOthersSayThatItHas() {
        allAtHome();
        AddressView known = book.view();
        book = AddressBook.open(PLACES, 1, 0);
        members(ONE, TWO);
        on(new Report(ONE, claimsOf(ONE, known), known, 0));
        now = BookSettings.DEFAULT.reports().toMillis();
        List<BookOrder> orders = on(new Tick());
        assertThat(at('b')).isEqualTo(TWO);
        assertThat(orders).singleElement()
                .isInstanceOfSatisfying(Own.class, own -> assertThat(own.address())
                        .as("its node is gone")
                        .isEqualTo('c'));
    }

    @Test
    void whoClaimsWhatIsGrantedToAnotherHasToGiveItUp() {
        allAtHome();
        assertThat(on(report(THREE, 0, 'b', epochAt('b') - 1))).contains(new Release(THREE, 'b', epochAt('b') - 1));
        assertThat(at('b')).isEqualTo(TWO);
    }

    @Test
    void anOrderWithoutAnAnswerIsGivenAgain() {
        members(ONE);
        Own own = (Own) nothingOf(ONE).getFirst();
        now = 500;
        assertThat(on(new Tick())).isEmpty();
        now = 1_000;
        assertThat(on(new Tick())).containsExactly(own);
    }
}
