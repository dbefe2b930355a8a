package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** F-133 to F-135: each element has a limit of its own, with an answer and a count of its own. */
class ElementLimitTest {

    @ParameterizedTest
    @EnumSource(ElementLimit.class)
    @Tag("F-133")
    @Tag("F-134")
    @Tag("F-135")
    @Tag("TSP-130")
    void atItsLimitAMessageIsReadAndOneAboveItIsRefusedForJustThat(ElementLimit limit) {
        int most = limit == ElementLimit.BODY_BYTES ? 1_300 : limit.standard();
        ParseLimits limits = ParseLimits.DEFAULT.with(limit, most);

        assertThat(parse(message(limit, most), limits)).isInstanceOf(ParseResult.Parsed.class);
        ParseResult.Malformed refused = Wire.malformed(parse(message(limit, most + 1), limits));

        assertThat(refused.problem().limit()).contains(limit);
        assertThat(refused.status()).isEqualTo(switch (limit) {
            case MESSAGE_BYTES -> 513;
            case BODY_BYTES -> 413;
            case URI_BYTES -> 414;
            case HEADER_ROWS, HEADER_NAME_BYTES, HEADER_VALUE_BYTES, CONTACT_BYTES, USERINFO_BYTES, DOMAIN_BYTES,
                    BODY_NAME_BYTES, OPTIONS_BYTES, OPTION_TAG_BYTES, PARAMETERS, VIAS, BODY_PARTS -> 400;
        });
        assertThat(refused.answerable()).as("it is told so").isPresent();
    }

    @Test
    void theReasonNamesTheElement() {
        assertThat(reason(ElementLimit.CONTACT_BYTES)).isEqualTo("URI too long in Contact");
        assertThat(reason(ElementLimit.OPTION_TAG_BYTES)).isEqualTo("Option tag too long in Supported");
        assertThat(reason(ElementLimit.OPTIONS_BYTES)).isEqualTo("Supported too long");
        assertThat(reason(ElementLimit.PARAMETERS)).isEqualTo("Too many parameters in To");
        assertThat(reason(ElementLimit.HEADER_VALUE_BYTES)).isEqualTo("Subject too long");
        assertThat(reason(ElementLimit.USERINFO_BYTES)).isEqualTo("User too long in To");
    }

    @Test
    void manyValuesInOneRowAreNoManyParametersOfOne() {
        String contacts = String.join(",",
                Collections.nCopies(20, "<sip:a@x;x=1;y=2>;q=1;z=\";;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;\""));
        assertThat(Wire.parse(Samples.INVITE.replace("Contact: ", "Contact: " + contacts + ",")))
                .isInstanceOf(ParseResult.Parsed.class);
    }

    private static String reason(ElementLimit limit) {
        return Wire.malformed(parse(message(limit, limit.standard() + 1), ParseLimits.DEFAULT)).reason();
    }

    private static ParseResult parse(String message, ParseLimits limits) {
        byte[] bytes = Wire.bytes(message);
        return SipParser.parse(bytes, 0, bytes.length, limits);
    }

    /** A request in which that element has just that size, and all others are within their limits. */
    private static String message(ElementLimit limit, int size) {
        return switch (limit) {
            case MESSAGE_BYTES -> padded(size);
            case BODY_BYTES -> request("", "b".repeat(size), "text/plain");
            case HEADER_ROWS -> request("X: a\n".repeat(size - 8), "", "text/plain");
            case HEADER_NAME_BYTES -> request("X".repeat(size) + ": a\n", "", "text/plain");
            case HEADER_VALUE_BYTES -> request("Subject: " + "a".repeat(size) + "\n", "", "text/plain");
            case URI_BYTES -> request("", "", "text/plain").replace("sip:a@x SIP", "sip:" + host(size - 4) + " SIP");
            case CONTACT_BYTES -> request("Contact: <sip:a@" + host(size - 6) + ">\n", "", "text/plain");
            case USERINFO_BYTES -> request("", "", "text/plain").replace("To: <sip:a@", "To: <sip:" + "a".repeat(size)
                    + "@");
            case DOMAIN_BYTES -> request("", "", "text/plain").replace("From: <sip:a@x>", "From: <sip:a@" + host(size)
                    + ">");
            case BODY_NAME_BYTES -> request("", "", "text/" + "x".repeat(size - 5) + ";a=b");
            case OPTIONS_BYTES -> request("Supported: " + "a,".repeat(size / 2) + "b".repeat(size % 2) + "\n", "",
                    "text/plain");
            case OPTION_TAG_BYTES -> request("Supported: 100rel, " + "a".repeat(size) + "\n", "", "text/plain");
            case PARAMETERS -> request("", "", "text/plain").replace("To: <sip:a@x>", "To: <sip:a@x>" + ";abc=d"
                    .repeat(size));
            case VIAS -> request("Via: " + "SIP/2.0/UDP b,".repeat(size - 2) + "SIP/2.0/UDP b\n", "", "text/plain");
            case BODY_PARTS -> request("", "--b\n\nx\n".repeat(size) + "--b--\n", "multipart/mixed;boundary=b");
        };
    }

    private static String host(int length) {
        return "h".repeat(length);
    }

    private static String padded(int size) {
        String body = request("", "", "text/plain");
        for (int fill = size; fill > 0; fill--) {
            String candidate = request("", "b".repeat(fill), "text/plain");
            body = candidate;
            if (Wire.bytes(candidate).length <= size) {
                break;
            }
        }
        return body;
    }

    private static String request(String rows, String body, String type) {
        return "INVITE sip:a@x SIP/2.0\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\nFrom: <sip:a@x>;tag=1\nTo: <sip:a@x>\n"
                + "Call-ID: c\nCSeq: 1 INVITE\nMax-Forwards: 70\n" + rows + "Content-Type: " + type
                + "\nContent-Length: " + Wire.bytes(body).length + "\n\n" + body;
    }
}
