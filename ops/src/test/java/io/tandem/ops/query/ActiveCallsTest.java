package io.tandem.ops.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallView.EndCause;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.Service;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActiveCallsTest {
    private static final EndCause BYE = new EndCause("caller", 200, 16, "normal clearing");

    private final ActiveCalls active = new ActiveCalls(4);

    @Test
    void aCallIsListedFromItsStartToItsEnd() {
        active.started(call(1, "Routing"));
        active.changed(call(1, "Offering"));
        active.ringing(call(1, "Ringing"), Duration.ZERO);
        active.answered(call(1, "Talking"), Duration.ZERO);
        assertThat(page(CallFilter.ALL).calls()).extracting(CallSummary::state).containsExactly("Talking");
        active.ended(call(1, "Ended"), BYE, Duration.ZERO);
        assertThat(active.size()).isZero();
    }

    @Test
    void whatIsToldAfterTheEndDoesNotBringACallBack() {
        active.ended(call(1, "Ended"), BYE, Duration.ZERO);
        active.changed(call(1, "Releasing"));
        assertThat(active.size()).isZero();
    }

    @Test
    void aCallThatMovesAwayIsForgottenAndOneThatComesBackIsListed() {
        active.started(call(1, "Talking"));
        active.left(call(1, "Talking").id());
        assertThat(active.size()).isZero();
        active.resumed(call(1, "Talking"));
        assertThat(active.size()).isOne();
    }

    @Test
    void aCallOverTheLimitIsCountedInsteadOfListed() {
        for (int i = 0; i < 6; i++) {
            active.started(call(i, "Routing"));
        }
        active.answered(call(5, "Talking"), Duration.ZERO);
        assertThat(active.size()).isEqualTo(4);
        assertThat(active.unlisted()).isEqualTo(2);
    }

    @Test
    void pagesGoFromTheOldestCallToTheYoungestWithoutGaps() {
        for (int i : new int[]{3, 1, 0, 2}) {
            active.started(call(i, "Routing"));
        }
        ActiveCalls.Page first = active.page(CallFilter.ALL, 0, 3);
        ActiveCalls.Page second = active.page(CallFilter.ALL, 3, 3);
        assertThat(first.calls()).extracting(CallSummary::id).containsExactly(id(0), id(1), id(2));
        assertThat(first.more()).isTrue();
        assertThat(second.calls()).extracting(CallSummary::id).containsExactly(id(3));
        assertThat(second.more()).isFalse();
    }

    @Test
    void filtersHoldTogether() {
        active.started(call(1, "Ringing"));
        active.started(call(2, "Talking"));
        assertThat(page(filter("contoso", null, "Talking")).calls()).hasSize(1);
        assertThat(page(filter("fabrikam", null, null)).calls()).isEmpty();
        assertThat(page(filter(null, "+441632960001", null)).calls()).extracting(CallSummary::id)
                .containsExactly(
                        id(1));
        assertThat(page(filter(null, "60002", null)).calls()).as("last digits").hasSize(1);
        assertThat(page(filter(null, "456", null)).calls()).as("the called number counts too").hasSize(2);
        assertThat(page(filter(null, "+4416", null)).calls()).as("a whole number is no prefix").isEmpty();
    }

    private ActiveCalls.Page page(CallFilter filter) {
        return active.page(filter, 0, 100);
    }

    private static CallFilter filter(String account, String number, String state) {
        return new CallFilter(Optional.ofNullable(account), Optional.ofNullable(number), Optional.ofNullable(state));
    }

    private static CallId id(int number) {
        return new CallId("00" + String.format("%018d", number));
    }

    static CallSummary call(int number, String state) {
        return new CallSummary(id(number), state, Calls.T0.plusMillis(number), Optional.empty(),
                "+44163296" + String.format("%04d", number), Calls.CALLED, Optional.of("contoso"),
                Optional.of(Service.OPERATOR_CONNECT), "core", Optional.of("teams"));
    }
}
