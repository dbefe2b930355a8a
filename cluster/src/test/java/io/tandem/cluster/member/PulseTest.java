package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final long START = -500; // nanoTime may be negative
    private static final List<String> THREE = List.of("a", "b", "c");

    private static Pulse<String> pulse(String self, List<String> members) {
        Pulse<String> pulse = new Pulse<>(self, Comparator.naturalOrder());
        pulse.members(members, START);
        return pulse;
    }

    @Test
    void aMajorityIsMoreThanHalfAndOfTwoHalvesTheOneWithTheLowestAddress() {
        assertThat(held(THREE, Set.of("a"))).isTrue();
        assertThat(held(THREE, Set.of("a", "b"))).isFalse();
        assertThat(held(List.of("a", "b"), Set.of("b"))).isTrue();
        assertThat(held(List.of("a", "b"), Set.of("a"))).isFalse();
        assertThat(held(List.of("a"), Set.of())).isTrue();
        assertThat(held(List.of("a", "b", "c", "d"), Set.of("c", "d"))).isTrue();
        assertThat(held(List.of("a", "b", "c", "d"), Set.of("a", "d"))).isFalse();
    }

    private static boolean held(List<String> members, Set<String> lost) {
        return Majority.held(members, lost, Comparator.naturalOrder());
    }

    @Test
    void aPortThatRefusesTwiceProvesADeadProcessToTheMajority() {
        Pulse<String> pulse = pulse("a", THREE);
        pulse.refused("c");
        assertThat(pulse.dead(Set.of())).isEmpty();
        pulse.refused("c");
        assertThat(pulse.dead(Set.of())).containsExactly("c");
    }

    @Test
    void whoIsCutOffFromTheMajorityBuriesNobody() {
        Pulse<String> pulse = pulse("a", THREE);
        pulse.refused("c");
        pulse.refused("c");
        assertThat(pulse.dead(Set.of("b"))).isEmpty(); // b cannot be reached: a alone is no majority

        pulse.refused("b");
        pulse.refused("b");
        assertThat(pulse.dead(Set.of())).isEmpty();
    }

    @Test
    void ofTwoNodesTheOneWithTheLowerAddressGoesOnAlone() {
        for (String self : List.of("a", "b")) {
            String other = self.equals("a") ? "b" : "a";
            Pulse<String> pulse = pulse(self, List.of("a", "b"));
            pulse.refused(other);
            pulse.refused(other);
            assertThat(pulse.dead(Set.of())).isEqualTo(self.equals("a") ? Set.of("b") : Set.of());
        }
    }

    @Test
    void anAnswerOrAConnectionBetweenTwoRefusalsIsLife() {
        Pulse<String> pulse = pulse("a", THREE);
        pulse.refused("b");
        pulse.answered("b", START + 1);
        pulse.refused("b");
        pulse.refused("c");
        pulse.connected("c");
        pulse.refused("c");
        assertThat(pulse.dead(Set.of())).isEmpty();
    }

    @Test
    void whoIsSilentIsLateButNeverTheNodeItself() {
        Pulse<String> pulse = pulse("a", THREE);
        pulse.answered("b", START + 80);
        assertThat(pulse.late(START + 100, 50)).containsExactly("c");
        pulse.answered("b", START + 10); // an older answer that was overtaken
        assertThat(pulse.late(START + 100, 50)).containsExactly("c");
    }

    @Test
    void aMemberThatHasGoneIsForgottenAndANewOneHasJustBeenHeard() {
        Pulse<String> pulse = pulse("a", THREE);
        pulse.refused("c");
        pulse.refused("c");
        pulse.members(List.of("a", "b", "d"), START + 100);
        assertThat(pulse.dead(Set.of())).isEmpty();
        assertThat(pulse.late(START + 120, 50)).containsExactly("b");
    }

    /** What the lease of a node counts from. */
    @Test
    void theMajorityHasGrantedANodeItsLeaseWhenEnoughOthersHave() {
        Pulse<String> pulse = pulse("a", THREE);
        assertThat(pulse.grantedAt(START + 10)).isEmpty();
        pulse.granted("b", START + 40);
        assertThat(pulse.grantedAt(START + 50)).hasValue(START + 40);
        pulse.granted("c", START + 45);
        pulse.granted("c", START + 42); // overtaken
        assertThat(pulse.grantedAt(START + 50)).hasValue(START + 45);
        pulse.members(List.of("a", "b", "d"), START + 60);
        assertThat(pulse.grantedAt(START + 70)).hasValue(START + 40);
    }

    @Test
    void aNodeThatIsTheMajorityByItselfHasItsLeaseAlways() {
        assertThat(pulse("a", List.of("a")).grantedAt(START + 99)).hasValue(START + 99);
        assertThat(pulse("a", List.of("a", "b")).grantedAt(START + 99)).hasValue(START + 99);
        assertThat(pulse("b", List.of("a", "b")).grantedAt(START + 99)).isEmpty();
    }
}
