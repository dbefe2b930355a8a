package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.member.Founding.Decision;
import io.tandem.cluster.member.Founding.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first seed node founds no cluster where the others may have one. */
class FoundingTest {
    private final Founding<String> founding = new Founding<>(List.of("b", "c"));

    private Decision now() {
        return founding.decide(false);
    }

    @Test
    void itFoundsWhenNoOtherHasAProcess() {
        founding.heard("b", Word.NO_PROCESS);
        assertThat(now()).isEqualTo(Decision.WAIT);
        founding.heard("c", Word.NO_PROCESS);
        assertThat(now()).isEqualTo(Decision.FOUND);
    }

    @Test
    void itFoundsWhenTheOthersWaitForItAsItWaitsForThem() {
        founding.heard("b", Word.NO_MEMBER);
        founding.heard("c", Word.NO_PROCESS);
        assertThat(now()).isEqualTo(Decision.FOUND);
    }

    @Test
    void itJoinsAsSoonAsOneIsAMember() {
        founding.heard("c", Word.MEMBER);
        assertThat(now()).isEqualTo(Decision.JOIN);
        assertThat(founding.decide(true)).isEqualTo(Decision.JOIN);
    }

    @Test
    void aProcessThatSaysNothingIsWaitedFor() {
        founding.heard("b", Word.NO_PROCESS);
        founding.alive("c");
        assertThat(now()).isEqualTo(Decision.WAIT);
        founding.alive("b"); // it has been started meanwhile
        founding.heard("c", Word.NO_PROCESS);
        assertThat(now()).isEqualTo(Decision.WAIT);
    }

    @Test
    void aProcessThatHasSaidThatItIsNoMemberIsBelieved() {
        founding.heard("b", Word.NO_MEMBER);
        founding.alive("b");
        founding.heard("c", Word.NO_PROCESS);
        assertThat(now()).isEqualTo(Decision.FOUND);
    }

    @Test
    void oneOfThreeThatIsSilentForLongIsTakenForGone() {
        founding.heard("b", Word.NO_PROCESS);
        assertThat(founding.decide(true)).isEqualTo(Decision.FOUND_IN_DOUBT);
    }

    /** Started again on the wrong side of a broken network it would found a second cluster beside the others'. */
    @Test
    void whoHearsNobodyForLongIsRatherCutOffAndFoundsNone() {
        assertThat(founding.decide(true)).isEqualTo(Decision.CUT_OFF);
        Founding<String> ofFour = new Founding<>(List.of("b", "c", "d"));
        ofFour.heard("b", Word.NO_PROCESS);
        assertThat(ofFour.decide(true)).isEqualTo(Decision.CUT_OFF);
        founding.heard("b", Word.MEMBER);
        assertThat(founding.decide(true)).isEqualTo(Decision.JOIN);
    }

    @Test
    void ofTwoNodesEitherCanStartWithoutTheOther() {
        assertThat(new Founding<>(List.of("b")).decide(true)).isEqualTo(Decision.FOUND_IN_DOUBT);
    }

    @Test
    void aWordOfANodeThatWasNotAskedCountsNothing() {
        founding.heard("x", Word.MEMBER);
        assertThat(now()).isEqualTo(Decision.WAIT);
    }
}
