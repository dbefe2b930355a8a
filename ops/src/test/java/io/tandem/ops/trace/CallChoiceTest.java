package io.tandem.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallListener;
import io.tandem.call.CallView.EndCause;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallChoiceTest {
    private static final CallId CALL = new CallId("zz0123456789abcdefgh");

    private static Optional<SipMessage> message(String wire) {
        return SipParser.parse(wire.getBytes(StandardCharsets.UTF_8)) instanceof ParseResult.Parsed(SipMessage read)
                ? Optional.of(read)
                : Optional.empty();
    }

    @Test
    void withoutARuleEverythingIsTaken() {
        assertThat(new CallChoice(List.of(), List.of(), 100).takes(Optional.empty(), Optional.empty())).isTrue();
    }

    @Test
    void aCallIsChosenByEitherNumberAndStaysChosen() {
        Optional<SipMessage> invite = message(Seen.request("INVITE", "INVITE", "b", "a", ""));
        CallChoice called = new CallChoice(List.of(), List.of("+4420"), 100);
        assertThat(called.takes(Optional.of(CALL), invite)).isTrue();
        assertThat(called.takes(Optional.of(CALL), message(Seen.request("BYE", "BYE", "b", "a", "")
                .replace("+44",
                        "0"))))
                .as("another leg, rewritten")
                .isTrue();
        assertThat(new CallChoice(List.of(), List.of("+441632"), 100).takes(Optional.of(CALL), invite)).isTrue();
        assertThat(new CallChoice(List.of(), List.of("+1"), 100).takes(Optional.of(CALL), invite)).isFalse();
        assertThat(called.takes(Optional.empty(), invite)).as("nobody's").isFalse();
    }

    @Test
    void aCallIsChosenByEitherTrunkAlsoWhenItIsOverBeforeItIsTraced() {
        CallChoice choice = new CallChoice(List.of("teams"), List.of(), 100);
        CallListener trunks = choice.calls().orElseThrow();
        Optional<SipMessage> invite = message(Seen.request("INVITE", "INVITE", "b", "a", ""));
        trunks.started(summary(1, "teams", Optional.empty()));
        trunks.started(summary(2, "core", Optional.empty()));
        trunks.changed(summary(2, "core", Optional.of("teams")));
        trunks.started(summary(3, "core", Optional.empty()));
        trunks.changed(summary(3, "core", Optional.of("other")));
        trunks.started(summary(4, "teams", Optional.empty()));
        trunks.ended(summary(4, "teams", Optional.empty()), new EndCause("caller", 404, 1, "unknown"), Duration.ZERO);

        assertThat(Stream.of(1, 2, 3, 4, 5).filter(call -> choice.takes(Optional.of(id(call)), invite)))
                .containsExactly(
                        1, 2, 4);
        assertThat(choice.takes(Optional.empty(), invite)).as("nobody's").isFalse();
    }

    /** On the wire the core's number is a national one; the call knows better. */
    @Test
    void aCallIsChosenByItsNumberInE164HoweverThePeerWritesIt() {
        Optional<SipMessage> invite = message(Seen.request("INVITE", "INVITE", "b", "a", "").replace("+44", "0"));
        CallChoice choice = new CallChoice(List.of(), List.of("+44163296"), 100);
        choice.calls().orElseThrow().started(summary(1, "core", Optional.empty()));

        assertThat(choice.takes(Optional.of(id(1)), invite)).isTrue();
        assertThat(choice.takes(Optional.of(id(2)), invite)).as("nobody has told of it").isFalse();
        assertThat(new CallChoice(List.of(), List.of(), 5).calls()).as("who has to be told for a share").isEmpty();
    }

    @Test
    void ofCallsThatAreOverTheLastTenThousandAreRemembered() {
        KnownCalls trunks = new KnownCalls(List.of("teams"), List.of());
        for (int call = 0; call <= 10_000; call++) {
            trunks.resumed(summary(call, "teams", Optional.empty()));
            trunks.left(id(call));
        }
        assertThat(trunks.byTrunk(id(0))).isFalse();
        assertThat(trunks.byTrunk(id(1))).isTrue();
    }

    private static CallId id(int call) {
        return new CallId("%020d".formatted(call));
    }

    private static CallSummary summary(int call, String from, Optional<String> to) {
        return new CallSummary(id(call), "Inviting", Instant.EPOCH, Optional.empty(), "+441632960111", "+441632960000",
                Optional.empty(), Optional.empty(), from, to, false);
    }

    @Test
    void aShareOfTheCallsIsAboutThatShare() {
        Random random = new Random(7);
        CallChoice tenth = new CallChoice(List.of(), List.of(), 10);
        Optional<SipMessage> invite = message(Seen.request("INVITE", "INVITE", "b", "a", ""));
        long taken = random.longs(10_000)
                .mapToObj(id -> new CallId(String.format("%20s", Long.toString(id >>> 1, 36)).replace(' ', 'x')))
                .filter(id -> tenth.takes(Optional.of(id), invite))
                .count();
        assertThat(taken).as("of 10000, seed 7").isBetween(850L, 1_150L);
    }
}
