package io.tandem.sip.message.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tandem.sip.message.Field;
import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.Problem;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.Wire;

/** The mistakes of RFC 4475 §3.1.2 and §3.3 one at a time, in a message that is sound but for them. */
class Rfc4475VariationsTest {
    private static final String START = "INVITE sip:user@example.com SIP/2.0";
    private static final String TEXT = START + """

            Max-Forwards: 80
            To: sip:user@example.com
            From: sip:caller@example.net;tag=93942939o2
            Contact: <sip:caller@hungry.example.net>
            Call-ID: one.0ha0isndaksdjweiafasdk3
            CSeq: 8 INVITE
            Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bK-39234-23523
            Content-Type: application/sdp
            Content-Length: 5

            v=0
            """;

    private static ParseResult.Malformed refused(String from, String to) {
        assertThat(TEXT).contains(from);
        return Wire.malformed(SipParser.parse(Wire.bytes(TEXT.replace(from, to))));
    }

    private static SipRequest read(String from, String to) {
        assertThat(TEXT).contains(from);
        return (SipRequest) Wire.message(SipParser.parse(Wire.bytes(TEXT.replace(from, to))));
    }

    /** §3.1.2.7 ltgtruri, §3.1.2.8 lwsruri, §3.1.2.9 lwsstart, §3.1.2.10 trws, §3.1.2.11 escruri. */
    @ParameterizedTest
    @ValueSource(strings = {"INVITE <sip:user@example.com> SIP/2.0", "INVITE sip:user@example.com; lr SIP/2.0",
            "INVITE  sip:user@example.com  SIP/2.0", "INVITE sip:user@example.com SIP/2.0  ",
            "INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0", "INVITE SIP/2.0",
            "INVITE sip: SIP/2.0", "INV@TE sip:user@example.com SIP/2.0"})
    void aMalformedRequestLineIs400(String line) {
        ParseResult.Malformed refused = refused(START, line);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo(Problem.START_LINE);
        assertThat(refused.answerable()).isPresent();
    }

    /** §3.1.2.2 clerr, §3.1.2.3 ncl, §3.3.9 mcl01. */
    @ParameterizedTest
    @ValueSource(strings = {"9999", "-999", "", "5x", "5, 5", "99999999999999999999", "5\nl: 5"})
    void aContentLengthThatIsWrongIs400(String length) {
        assertThat(refused("Length: 5", "Length: " + length).status()).isEqualTo(400);
    }

    /** §3.1.2.1 badinv01: separators with nothing between; §3.1.2.6 quotbal; §3.1.2.15 baddn. */
    @Test
    void emptyParametersAndOpenQuotesAre400() {
        assertThat(refused(";branch=z9hG4bK-39234-23523", ";;,;,,").reason()).isEqualTo("Malformed Via");
        assertThat(
                refused("To: sip:user@example.com", "To: \"Mr. J. User <sip:j.user@example.com>").reason()).isEqualTo(
                        "Malformed To");
        assertThat(refused("From: sip:caller@example.net",
                "From: Bell, Alexander <sip:a.g.bell@example.com>").reason()).isEqualTo("Malformed From");
    }

    /** §3.1.2.4 scalar02, §3.1.2.5 scalarlg: numbers too large for their type. */
    @Test
    void numbersTooLargeAre400() {
        assertThat(refused("CSeq: 8", "CSeq: 36893488147419103232").reason()).isEqualTo("Malformed CSeq");
        assertThat(refused("Max-Forwards: 80", "Max-Forwards: 300").reason()).isEqualTo("Malformed Max-Forwards");
        assertThat(refused(START, "SIP/2.0 4294967301 better not break the receiver").request()).isFalse();
    }

    /** §3.1.2.16 badvers: 505, and it finds its way back. */
    @Test
    void anotherVersionIs505() {
        String changed = TEXT.replace("SIP/2.0", "SIP/7.0");
        ParseResult.Malformed refused = Wire.malformed(SipParser.parse(Wire.bytes(changed)));

        assertThat(refused.status()).isEqualTo(505);
        assertThat(refused.answerable()).isPresent();
    }

    /** §3.1.2.17 mismatch01, §3.1.2.18 mismatch02. */
    @Test
    void aCSeqOfAnotherMethodIs400() {
        assertThat(refused("8 INVITE", "8 OPTIONS").problem()).isEqualTo(Problem.METHOD_MISMATCH);
        assertThat(refused(START, "NEWMETHOD sip:user@example.com SIP/2.0").problem()).isEqualTo(
                Problem.METHOD_MISMATCH);
    }

    /** §3.3.1 insuf, §3.3.8 multi01. */
    @Test
    void missingAndRepeatedHeadersAre400() {
        assertThat(refused("Call-ID", "X-Call").problem()).isEqualTo(Problem.MISSING_HEADER);
        assertThat(refused("Call-ID", "X-Call").answerable()).isPresent();
        assertThat(refused("Via: ", "X-Via: ").answerable()).isEmpty();
        assertThat(refused("CSeq: 8", "CSeq: 9 INVITE\nCSeq: 8").problem()).isEqualTo(Problem.REPEATED_HEADER);
        assertThat(refused("To: sip:user@example.com", "To: sip:user@example.com, sip:b@c").reason()).isEqualTo(
                "Malformed To");
    }

    /** §3.1.2.19 bigcode's neighbours: only three digits from 100 to 699. */
    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0 99 x", "SIP/2.0 099 x", "SIP/2.0 700 x", "SIP/2.0 2000 x", "SIP/2.0", "SIP/2.0 ",
            "SIP/2.0 20a x", "SIP/2.0  200 OK"})
    void aMalformedStatusLineIsRefusedAndNotAnswered(String line) {
        ParseResult.Malformed refused = refused(START, line);

        assertThat(refused.problem()).isEqualTo(Problem.START_LINE);
        assertThat(refused.answerable()).isEmpty();
    }

    /** §3.1.2.12 baddate, §3.1.2.13 regbadct, §3.3.4 unksm2, §3.3.11 zeromf: for those above to judge. */
    @Test
    void whatTheParserNeedNotJudgeIsRead() {
        assertThat(read("Max-Forwards: 80", "Max-Forwards: 0").maxForwards()).isZero();
        assertThat(read("Contact:", "Date: Fri, 01 Jan 2010 16:00:00 EST\nContact:").callId()).isNotEmpty();
        assertThat(read("<sip:caller@hungry.example.net>",
                "sip:user@example.com?Route=%3Csip:sip.example.com%3E").contacts()).isInstanceOf(Field.Malformed.class);
        assertThat(read("To: sip:user@example.com", "To: isbn:2983792873").to().uri()).isEqualTo(new OtherUri("isbn",
                "2983792873"));
        assertThat(read(START,
                "INVITE nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0").requestUri().scheme()).isEqualTo(
                        "nobodyknowsthisscheme");
        assertThat(read("Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bK-39234-23523",
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK").topVia().branch()).contains("z9hG4bK");
        assertThat(read("", "").method()).isSameAs(SipMethod.INVITE);
    }
}
