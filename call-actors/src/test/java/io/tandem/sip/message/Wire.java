package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Messages as text in tests: lines end in CRLF on the wire, in UTF-8. */
public final class Wire {
    private Wire() {}

    public static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static ParseResult parse(String text) {
        return SipParser.parse(bytes(text));
    }

    public static SipRequest request(String text) {
        return (SipRequest) message(SipParser.parse(bytes(text)));
    }

    public static SipResponse response(String text) {
        return (SipResponse) message(SipParser.parse(bytes(text)));
    }

    public static SipMessage message(ParseResult result) {
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result).message();
    }

    public static ParseResult.Malformed malformed(ParseResult result) {
        assertThat(result).isInstanceOf(ParseResult.Malformed.class);
        return (ParseResult.Malformed) result;
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
