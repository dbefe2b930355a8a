package io.tandem.tenant.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.Uri;
import io.tandem.sip.message.conformance.TortureMessages;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** NUM §7: whatever RFC 4475 and RFC 5118 put into a URI, it is a number or it is none. */
class TorturedNumbersTest {
    private final RuleList rules = Rules.list(Rules.rule("any", "^(.*)$", "+44$1"));
    private final EmergencyNumbers emergency = new EmergencyNumbers(List.of("911"));

    @Test
    void everyUriIsRead() {
        List<Uri> uris = Stream.of("/torture/rfc4475.txt", "/torture/rfc5118.txt")
                .flatMap(corpus -> TortureMessages.of(corpus).values().stream())
                .map(SipParser::parse)
                .flatMap(TorturedNumbersTest::uris)
                .toList();
        assertThat(uris).hasSizeGreaterThan(100).allSatisfy(uri -> {
            assertThat(CalledNumber.read(uri)).isNotNull();
            assertThat(CalledNumber.read(uri, rules)).isNotNull();
            assertThat(emergency.calls(uri)).isFalse();
        });
    }

    private static Stream<Uri> uris(ParseResult result) {
        if (!(result instanceof ParseResult.Parsed(SipMessage message))) {
            return Stream.empty();
        }
        Stream<Uri> parties = Stream.of(message.from().uri(), message.to().uri());
        return message instanceof SipRequest request
                ? Stream.concat(Stream.of(request.requestUri()), parties)
                : parties;
    }
}
