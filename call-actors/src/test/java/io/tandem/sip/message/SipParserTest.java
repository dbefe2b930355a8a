package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipParserTest {
    @Test
    void readsWhatEverybodyReliesOn() {
        SipRequest invite = Wire.request(Samples.INVITE);

        assertThat(invite.method()).isSameAs(SipMethod.INVITE);
        assertThat(invite.requestUri().text()).isEqualTo("sip:+441632960100@192.0.2.1:5060;user=phone");
        assertThat(invite.topVia()).isEqualTo(
                Via.parse("SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKnashds8;rport").orElseThrow());
        assertThat(invite.vias()).extracting(Via::host).containsExactly("192.0.2.10", "[2001:db8::9:1]");
        assertThat(invite.from().displayName()).contains("Alice O'Neill");
        assertThat(invite.fromTag()).contains("1928301774");
        assertThat(invite.toTag()).isEmpty();
        assertThat(invite.callId()).isEqualTo("a84b4c76e66710@192.0.2.10");
        assertThat(invite.cseq()).isEqualTo(new CSeq(314159, SipMethod.INVITE));
        assertThat(invite.maxForwards()).isEqualTo(70);
        assertThat(invite.contentType()).isEqualTo(Field.of(ContentType.SDP));
        assertThat(Wire.text(invite.body())).isEqualTo(Samples.SDP.replace("\n", "\r\n"));
        assertThat(invite.routes()).isEqualTo(Field.absent());
    }

    @Test
    void readsAResponseAndItsRouteSet() {
        SipResponse ok = Wire.response(Samples.OK);

        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.reason()).isEqualTo("OK");
        assertThat(ok.success()).isTrue();
        assertThat(ok.topVia().rport()).contains("5060");
        assertThat(ok.topVia().received()).contains("192.0.2.10");
        assertThat(ok.recordRoutes().toOptional().orElseThrow()).extracting(
                route -> route.uri().text())
                .containsExactly("sip:p1.example.com;lr", "sip:p2.example.com;lr",
                        "sip:p3.example.com;lr");
        Address contact = ok.contacts().toOptional().orElseThrow().getFirst();
        assertThat(contact.uri().text()).isEqualTo("sip:b@192.0.2.4");
        assertThat(contact.parameters().get("expires")).contains("60");
    }

    @Test
    void keepsUnknownHeadersInOrderAndWritesTheBytesItRead() {
        SipRequest invite = Wire.request(Samples.INVITE);

        assertThat(invite.headers().first(HeaderName.of("x-trace"))).contains("one,two");
        assertThat(invite.headers()).extracting(header -> header.name().canonical())
                .containsSubsequence("Allow",
                        "X-Trace", "Content-Type");
        assertThat(invite.toBytes()).isEqualTo(Wire.bytes(Samples.INVITE));
    }

    @Test
    void aDatagramShorterThanItsContentLengthIsRefused() {
        ParseResult.Malformed refused = Wire.malformed(
                Wire.parse(Samples.INVITE.replace("Length: 155", "Length: 160")));

        assertThat(refused.problem()).isEqualTo(Problem.CONTENT_LENGTH);
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void whatIsBeyondContentLengthInADatagramIsDiscarded() {
        SipRequest invite = Wire.request(Samples.INVITE.replace("Length: 155", "Length: 153"));

        assertThat(invite.body()).hasSize(153);
        assertThat(invite.toBytes()).hasSize(Wire.bytes(Samples.INVITE).length - 2);
    }

    @Test
    void withoutContentLengthTheRestOfTheDatagramIsTheBody() {
        assertThat(Wire.request(Samples.INVITE.replace("Content-Length: 155\n", "")).body()).hasSize(155);
    }

    /** RFC 3261 §7.5, §7.3.1. */
    @Test
    void lineEndsBeforeAMessageAreIgnoredAndFoldedHeadersAreOneLine() {
        SipRequest invite = Wire
                .request("\n\n" + Samples.INVITE.replace("Via: ", "v:\n\t ").replace("To: ", "t  :\n  "));

        assertThat(invite.topVia()).isEqualTo(Wire.request(Samples.INVITE).topVia());
        assertThat(invite.to()).isEqualTo(Wire.request(Samples.INVITE).to());
    }

    /** RFC 4475 §3.1.2.1: enough for its sender to know what was refused, and nothing that others could not read. */
    @ParameterizedTest
    @CsvSource({"'SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKx;;,;,,', SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKx",
            "'SIP/2.0/UDP 192.0.2.15:5070;;,;,,', SIP/2.0/UDP 192.0.2.15:5070",
            "'SIP/2.0/UDP h ; branch = z9hG4bKx ; ttl= ; rport', SIP/2.0/UDP h;branch=z9hG4bKx;ttl"})
    void anAnswerRepeatsAViaUpToItsFirstMalformedParameter(String via, String repeated) {
        ParseResult.Malformed refused = Wire.malformed(Wire.parse("OPTIONS sip:a@b SIP/2.0\nVia: " + via
                + "\nVia: SIP/2.0/TCP below\nFrom: <sip:c@d>;tag=1\nCSeq: 1 OPTIONS\n\n"));

        SipResponse answer = SipResponse.to(refused.answerable().orElseThrow(), refused.status()).toTag("t").build();
        assertThat(answer.headers().all(HeaderName.VIA)).containsExactly(repeated, "SIP/2.0/TCP below");
        assertThat(answer.headers().size()).as("what is missing is not made up").isEqualTo(4);
    }

    /** §7: a bare LF ends no line. */
    @Test
    void linesThatEndWithABareLineFeedAreNotSip() {
        ParseResult.Malformed refused = Wire
                .malformed(SipParser.parse(Samples.INVITE.getBytes(StandardCharsets.UTF_8)));

        assertThat(refused.problem()).isEqualTo(Problem.NOT_SIP);
        assertThat(refused.answerable()).isEmpty();
    }

    @Test
    void onlyCrlfsAreAKeepAlive() {
        assertThat(Wire.parse("\n\n")).isEqualTo(new ParseResult.KeepAlive());
        assertThat(Wire.parse("")).isEqualTo(new ParseResult.KeepAlive());
        assertThat(Wire.parse("\n\n" + Samples.INVITE)).isInstanceOf(ParseResult.Parsed.class);
    }

    @Test
    void anotherProtocolIsNoRequestAndIsNotAnswered() {
        ParseResult.Malformed refused = Wire.malformed(Wire.parse("GET / HTTP/1.1\nHost: x\n\n"));

        assertThat(refused.problem()).isEqualTo(Problem.NOT_SIP);
        assertThat(refused.request()).isFalse();
        assertThat(refused.answerable()).isEmpty();
    }

    @Test
    void anotherVersionIsAnswerable505() {
        ParseResult.Malformed refused = Wire.malformed(Wire.parse(Samples.INVITE.replace("SIP/2.0\nVia",
                "SIP/3.1\nVia")));

        assertThat(refused.status()).isEqualTo(505);
        SipResponse answer = SipResponse.to(refused.answerable().orElseThrow(), 505).toTag("t").build();
        assertThat(answer.topVia().branch()).contains("z9hG4bKnashds8");
        assertThat(answer.callId()).isEqualTo("a84b4c76e66710@192.0.2.10");
        assertThat(answer.toTag()).contains("t");
    }

    @Test
    @Tag("TRAP-6")
    void anAckIsNeverAnsweredNorIsAResponse() {
        String ack = Samples.INVITE.replace("INVITE", "ACK").replace("Max-Forwards: 70", "Max-Forwards: x");

        assertThat(Wire.malformed(Wire.parse(ack)).answerable()).isEmpty();
        assertThat(Wire.malformed(Wire.parse(Samples.OK.replace("1 INVITE", "x"))).answerable()).isEmpty();
    }

    @Test
    void aMissingOrRepeatedOrUnreadableHeaderIsNamed() {
        assertThat(Wire.malformed(Wire.parse(Samples.INVITE.replace("Call-ID:", "X-Call-ID:"))).reason()).isEqualTo(
                "Missing Call-ID");
        assertThat(Wire.malformed(
                Wire.parse(Samples.INVITE.replace("X-Trace:", "CSeq: 2 INVITE\nX-Trace:"))).problem()).isEqualTo(
                        Problem.REPEATED_HEADER);
        assertThat(Wire.malformed(
                Wire.parse(Samples.INVITE.replace("Max-Forwards: 70", "Max-Forwards: 256"))).reason()).isEqualTo(
                        "Malformed Max-Forwards");
        assertThat(
                Wire.malformed(Wire.parse(Samples.INVITE.replace("314159 INVITE", "314159 BYE"))).problem()).isEqualTo(
                        Problem.METHOD_MISMATCH);
    }

    @Test
    void aBareLineFeedIsRefusedAndNotRepeatedInTheAnswer() {
        byte[] bytes = Wire.bytes(Samples.INVITE.replace("Allow: INVITE, ACK", "Allow: INVITE,@ACK"));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '@' && bytes[i + 1] == 'A' ? (byte) '\n' : bytes[i];
        }

        ParseResult.Malformed refused = Wire.malformed(SipParser.parse(bytes));

        assertThat(refused.problem()).isEqualTo(Problem.HEADER_SYNTAX);
        assertThat(refused.answerable().orElseThrow().contains(HeaderName.ALLOW)).isFalse();
    }

    @Test
    @Tag("F-133")
    void aMessageOverTheLimitIs513AndABodyOverItIs413() {
        byte[] invite = Wire.bytes(Samples.INVITE);
        ParseLimits tight = ParseLimits.DEFAULT.withMessageBytes(invite.length - 1);
        ParseLimits small = ParseLimits.DEFAULT.withBodyBytes(154);

        ParseResult.Malformed message = Wire.malformed(SipParser.parse(invite, 0, invite.length, tight));
        ParseResult.Malformed body = Wire.malformed(SipParser.parse(invite, 0, invite.length, small));

        assertThat(message.status()).isEqualTo(513);
        assertThat(message.answerable()).isPresent();
        assertThat(body.status()).isEqualTo(413);
        assertThat(SipParser.parse(invite, 0, invite.length,
                ParseLimits.DEFAULT.withMessageBytes(invite.length))).isInstanceOf(ParseResult.Parsed.class);
    }

    @Test
    @Tag("F-134")
    @Tag("F-135")
    void elementsOverTheirLimitAreRefused() {
        String digits = "1".repeat(250);
        assertThat(Wire.malformed(
                Wire.parse(Samples.INVITE.replace("INVITE sip:", "INVITE sip:" + digits))).status()).isEqualTo(414);
        String user = "<sip:" + "1".repeat(257) + "@x>";
        assertThat(Wire.malformed(Wire.parse(Samples.INVITE.replace("To: <sip:+441632960100@192.0.2.1;user=phone>",
                "To: " + user))).problem()).isEqualTo(Problem.USERINFO_TOO_LONG);
        assertThat(Wire.malformed(
                Wire.parse(Samples.INVITE.replace("Contact: ", "Contact: " + user + ","))).reason()).isEqualTo(
                        "URI too long in Contact");
        assertThat(Wire.malformed(Wire.parse(Samples.INVITE.replace("Allow:", "Supported: " + "a".repeat(33)
                + "\nAllow:"))).reason()).isEqualTo("Option tag too long in Supported");
        assertThat(Wire.malformed(
                Wire.parse(Samples.INVITE.replace("Allow:", "X".repeat(33) + ": a\nAllow:"))).reason()).isEqualTo(
                        "Header field name too long");
        assertThat(Wire.malformed(
                Wire.parse(Samples.INVITE.replace("Allow:", "X: a\n".repeat(128) + "Allow:"))).problem()).isEqualTo(
                        Problem.TOO_MANY_HEADERS);
    }

    @Test
    void aMalformedHeaderThatNobodyReliesOnIsSaidWhenAskedFor() {
        SipRequest invite = Wire.request(Samples.INVITE.replace("Contact: <", "Contact: \"<"));

        assertThat(invite.contacts()).isEqualTo(Field.malformed(HeaderName.CONTACT, "Malformed Contact"));
    }

    @Test
    void compactFormsAreTheSameNames() {
        SipRequest invite = Wire.request(Samples.INVITE.replace("Via:", "v:")
                .replace("From:", "F :")
                .replace("To:",
                        "t:")
                .replace("Call-ID:", "i:")
                .replace("Content-Length", "L")
                .replace("Contact:", "m:"));

        assertThat(invite.headers().all(HeaderName.VIA)).hasSize(2);
        assertThat(invite.contacts().toOptional().orElseThrow()).hasSize(1);
    }

    @Test
    void aWildcardContactIsReadAsSuch() {
        SipResponse ok = Wire.response(Samples.OK.replace("Contact: sip:b@192.0.2.4;expires=60", "Contact: *"));

        assertThat(ok.contacts().toOptional().orElseThrow()).singleElement().satisfies(contact -> {
            assertThat(contact.isWildcard()).isTrue();
            assertThat(contact.text()).isEqualTo("*");
        });
    }
}
