package io.tandem.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CallId;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
        assertThat(new CallChoice(List.of(), 100).takes(Optional.empty(), Optional.empty())).isTrue();
    }

    @Test
    void aCallIsChosenByEitherNumberAndStaysChosen() {
        Optional<SipMessage> invite = message(Seen.request("INVITE", "INVITE", "b", "a", ""));
        CallChoice called = new CallChoice(List.of("+4420"), 100);
        assertThat(called.takes(Optional.of(CALL), invite)).isTrue();
        assertThat(called.takes(Optional.of(CALL), message(Seen.request("BYE", "BYE", "b", "a", "")
                .replace("+44",
                        "0"))))
                .as("another leg, rewritten")
                .isTrue();
        assertThat(new CallChoice(List.of("+441632"), 100).takes(Optional.of(CALL), invite)).isTrue();
        assertThat(new CallChoice(List.of("+1"), 100).takes(Optional.of(CALL), invite)).isFalse();
        assertThat(called.takes(Optional.empty(), invite)).as("nobody's").isFalse();
    }

    @Test
    void aShareOfTheCallsIsAboutThatShare() {
        Random random = new Random(7);
        CallChoice tenth = new CallChoice(List.of(), 10);
        Optional<SipMessage> invite = message(Seen.request("INVITE", "INVITE", "b", "a", ""));
        long taken = random.longs(10_000)
                .mapToObj(id -> new CallId(String.format("%20s", Long.toString(id >>> 1, 36)).replace(' ', 'x')))
                .filter(id -> tenth.takes(Optional.of(id), invite))
                .count();
        assertThat(taken).as("of 10000, seed 7").isBetween(850L, 1_150L);
    }
}
