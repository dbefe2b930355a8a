package io.tandem.ops.lab.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is right passes; one thing that is not is found, and named by its rule. */
class TeamsProfileTest {
    private static final TeamsProfile.Names NAMES = new TeamsProfile.Names("sip.lab.example", "sbc.lab.example");

    private static final String SDP = """
            v=0
            o=- 7 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 20000 RTP/AVP 8 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendrecv
            """;

    private static final String INVITE = """
            INVITE sip:+441632960001@sip.lab.example:5061;user=phone SIP/2.0
            Via: SIP/2.0/TLS sbc.lab.example:5061;branch=z9hG4bK1
            Max-Forwards: 69
            From: <sip:+447700900001@sbc.lab.example;user=phone>;tag=ours
            To: <sip:+441632960001@sip.lab.example;user=phone>
            Call-ID: call-1
            CSeq: 1 INVITE
            Contact: <sip:sbc.lab.example:5061;transport=tls>
            P-Asserted-Identity: <sip:+447700900001@sbc.lab.example;user=phone>
            Allow: INVITE, ACK, CANCEL, BYE, NOTIFY
            Supported: timer, replaces
            X-MS-SBC: Tandem/Tandem/1.0
            Content-Type: application/sdp

            """ + SDP;

    private static final String ANSWER = """
            SIP/2.0 200 OK
            Via: SIP/2.0/TLS sip.lab.example:5080;branch=z9hG4bK2
            Record-Route: <sip:192.0.2.77:5080;transport=tls;lr>
            From: <sip:+441632960001@sip.lab.example;user=phone>;tag=theirs
            To: <sip:+447700900001@sbc.lab.example;user=phone>;tag=ours
            Call-ID: call-2
            CSeq: 1 INVITE
            Contact: <sip:sbc.lab.example:5061;transport=tls>
            Session-Expires: 1800;refresher=uac
            Allow: INVITE, ACK, CANCEL, BYE, NOTIFY
            Supported: timer, replaces
            X-MS-SBC: Tandem/Tandem/1.0
            Content-Type: application/sdp

            """ + SDP;

    private static final String BYE = """
            BYE sip:mps-1@sip.lab.example:5080;transport=tls SIP/2.0
            Via: SIP/2.0/TLS sbc.lab.example:5061;branch=z9hG4bK3
            From: <sip:+447700900001@sbc.lab.example;user=phone>;tag=ours
            To: <sip:+441632960001@sip.lab.example;user=phone>;tag=theirs
            Call-ID: call-1
            CSeq: 2 BYE
            Reason: Q.850;cause=16
            X-MS-SBC: Tandem/Tandem/1.0

            """;

    private static final String OPTIONS = """
            OPTIONS sip:sip.lab.example:5061 SIP/2.0
            Via: SIP/2.0/TLS sbc.lab.example:5061;branch=z9hG4bK4
            From: <sip:sbc.lab.example:5061>;tag=ours
            To: <sip:sip.lab.example:5061>
            Call-ID: ping-1
            CSeq: 1 OPTIONS
            Contact: <sip:sbc.lab.example:5061;transport=tls>
            X-MS-SBC: Tandem/Tandem/1.0

            """;

    private static final String OPTIONS_ANSWER = """
            SIP/2.0 200 OK
            Via: SIP/2.0/TLS sip.lab.example:5080;branch=z9hG4bK5
            From: <sip:sip.lab.example:5080>;tag=theirs
            To: <sip:sbc.lab.example:5061>;tag=ours
            Call-ID: ping-2
            CSeq: 1 OPTIONS
            Allow: INVITE, NOTIFY
            Accept: application/sdp, multipart/mixed
            X-MS-SBC: Tandem/Tandem/1.0

            """;

    @Test
    void whatIsRightPasses() {
        for (String text : List.of(INVITE, ANSWER, BYE, OPTIONS, OPTIONS_ANSWER)) {
            assertThat(violations(text)).as(text).isEmpty();
        }
        assertThat(violations(INVITE.replace("<sip:+447700900001@sbc.lab.example;user=phone>;tag",
                "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag").replace("Allow:", "Privacy: id\nAllow:")))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            TSP-2   | INVITE sip:+                                | INVITE sips:+
            TSP-2   | From: <sip:                                 | From: <sips:
            TSP-2   | To: <sip:                                   | To: <sips:
            TSP-2   | Contact: <sip:                              | Contact: <sips:
            TSP-2   | P-Asserted-Identity: <sip:                  | P-Asserted-Identity: <sips:
            TSP-43  | Contact: <sip:sbc.lab.example               | Contact: <sip:192.0.2.9
            TSP-60  | INVITE sip:+44                              | INVITE sip:44
            TSP-60  | @sip.lab.example:5061;user=phone SIP        | @sip.lab.example:5061 SIP
            TSP-60  | @sip.lab.example:5061;user=phone SIP        | @192.0.2.9:5061;user=phone SIP
            TSP-60  | INVITE sip:+441632960001@sip.lab.example:5061;user=phone SIP | INVITE tel:+441632960001 SIP
            TSP-62  | From: <sip:+44                              | From: <sip:00
            TSP-62  | From: <sip:+447700900001@sbc.lab.example    | From: <sip:+447700900001@core.lab.example
            TSP-63  | ;transport=tls                              | ``
            TSP-63  | Allow:                                      | Contact: <sip:sbc2.lab.example;transport=tls>⏎Allow:
            TSP-68  | TLS sbc.lab.example                         | TLS 192.0.2.9
            TSP-68  | Max-Forwards:                               | Via: SIP/2.0/UDP core.lab.example;branch=z9hG4bK9⏎Max-Forwards:
            TSP-68  | Call-ID: call-1                             | Call-ID: call-1@192.0.2.9
            TSP-68  | To: <sip:+441632960001@sip.lab.example      | To: <sip:+441632960001@192.0.2.9
            TSP-70  | X-MS-SBC: Tandem/Tandem/1.0                 | X-Other: 1
            TSP-70  | Tandem/Tandem/1.0                           | Tandem 1.0
            TSP-91  | P-Asserted-Identity: <sip:+447700900001@sbc.lab.example;user=phone> | P-Asserted-Identity: <tel:+447700900001>
            TSP-91  | P-Asserted-Identity: <sip:+447700900001@sbc.lab.example;user=phone> | P-Asserted-Identity: <sip:+447700900001@sbc.lab.example>
            TSP-91  | P-Asserted-Identity: <sip:+447700900001@sbc.lab.example;user=phone> | P-Asserted-Identity: <sip:07700900001@sbc.lab.example;user=phone>
            TSP-93  | <sip:+447700900001@sbc.lab.example;user=phone>;tag | <sip:anonymous@anonymous.invalid>;tag
            TSP-110 | , NOTIFY                                    | ``
            TSP-113 | Allow:                                      | Replaces: call-9;to-tag=a;from-tag=b⏎Allow:
            TSP-113 | , replaces                                  | ``
            TSP-115 | Allow:                                      | Session-Expires: 60⏎Allow:
            TSP-115 | Allow:                                      | Min-SE: soon⏎Allow:
            TSP-140 | a=sendrecv                                  | a=sendrecv⏎m=video 0 RTP/AVP 31
            TSP-145 | a=sendrecv                                  | a=label:1
            TSP-145 | a=sendrecv                                  | a=sendrecv⏎a=extmap:1 x
            TSP-145 | a=sendrecv                                  | a=sendrecv⏎a=rtpmap:0 PCMU/8000
            TSP-145 | a=sendrecv                                  | a=sendrecv⏎c=IN IP4 192.0.2.1
            TSP-145 | t=0 0                                       | t=0 0⏎a=sendrecv
            TSP-146 | a=sendrecv                                  | a=sendrecv⏎a=ice-ufrag:x
            TSP-146 | t=0 0                                       | t=0 0⏎a=fingerprint:sha-256 00
            TSP-150 | c=IN IP4 192.0.2.1                          | c=IN IP4 0.0.0.0
            TSP-150 | a=sendrecv                                  | a=sendonly
            """)
    void oneThingThatIsWrongInAnInviteIsFound(String rule, String right, String wrong) {
        assertFound(rule, INVITE, right, wrong);
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            TSP-43  | Contact: <sip:sbc.lab.example               | Contact: <sip:192.0.2.9
            TSP-63  | ;transport=tls>⏎Session                 | >⏎Session
            TSP-63  | Contact: <sip:sbc.lab.example:5061;transport=tls> | X-Other: 1
            TSP-70  | X-MS-SBC: Tandem/Tandem/1.0                 | X-Other: 1
            TSP-110 | , NOTIFY                                    | ``
            TSP-113 | , replaces                                  | ``
            TSP-115 | ;refresher=uac                              | ``
            TSP-146 | a=sendrecv                                  | a=sendrecv⏎a=candidate:1 1 UDP 1 192.0.2.1 2 typ host
            """)
    void oneThingThatIsWrongInAnAnswerIsFound(String rule, String right, String wrong) {
        assertFound(rule, ANSWER, right, wrong);
    }

    @Test
    void whatIsWrongInOtherMessagesIsFound() {
        assertFound("TSP-125", BYE, "Reason: Q.850;cause=16\n", "");
        assertFound("TSP-42", OPTIONS, "Contact: <sip:sbc", "Contact: <sip:tandem@sbc");
        String noContact = OPTIONS.replace("Contact: <sip:sbc.lab.example:5061;transport=tls>\n", "");
        assertThat(violations(noContact)).singleElement().asString().startsWith("TSP-63: ");
        assertThat(violations(noContact.replace("To: <sip:sip.lab.example:5061>", "To: <sip:sip.lab.example>;tag=t")))
                .as("in a dialog it needs none")
                .isEmpty();
        assertFound("TSP-44", OPTIONS, "Contact:", "Record-Route: <sip:sbc.lab.example;lr>\nContact:");
        assertFound("TSP-65", OPTIONS.replace("OPTIONS", "INFO"), "Contact:",
                "Record-Route: <sip:other.lab.example;lr>\nContact:");
        assertFound("TSP-45", OPTIONS_ANSWER, "Allow: INVITE, NOTIFY\n", "");
        assertFound("TSP-45", OPTIONS_ANSWER, "application/sdp, ", "");
        assertFound("TSP-114", BYE, "BYE", "UPDATE");
        assertFound("TSP-113", BYE.replace("BYE", "REFER"), "Reason:",
                "Refer-To: <sip:x@lab.example?Replaces=call-9%3Bto-tag%3Da>\nReason:");
    }

    @Test
    void aBusyThatIsNotCause17IsFound() {
        String busy = ANSWER.replace("200 OK", "486 Busy Here").replace("Allow:", "Reason: Q.850;cause=17\nAllow:");
        assertThat(violations(busy)).isEmpty();
        assertFound("TSP-125", busy, "cause=17", "cause=34");
        assertFound("TSP-125", busy, "Reason: Q.850;cause=17\n", "");
    }

    @Test
    void anInviteWithoutAnOfferIsFound() {
        String bare = INVITE.substring(0, INVITE.indexOf("Content-Type")) + "\n";

        assertThat(violations(bare)).singleElement().asString().startsWith("TSP-112: ");
    }

    /** TSP-127: its user part may be missing, and its parameters are Microsoft's own. */
    @Test
    void theTargetOfATransferIsNotJudgedAsANumber() {
        assertThat(violations(INVITE.replace("INVITE sip:+441632960001@sip.lab.example:5061;user=phone",
                "INVITE sip:sip.lab.example:5061;x-m=8:orgid:1;x-t=2"))).isEmpty();
    }

    @Test
    void aCustomersNameBelowOursIsOursToo() {
        assertThat(violations(INVITE.replace("sbc.lab.example", "acme.sbc.lab.example"))).isEmpty();
        assertThat(violations(INVITE.replace("@sbc.lab.example", "@fakesbc.lab.example"))).hasSize(2);
    }

    @Test
    void mediaThatMovesOrAVersionThatLeapsIsFoundInTheSecondDescription() {
        String moved = INVITE.replace("m=audio 20000", "m=audio 20002").replace("- 7 1 IN", "- 7 2 IN");
        assertThat(both(moved)).singleElement().asString().startsWith("TSP-149: ");
        String elsewhere = INVITE.replace("c=IN IP4 192.0.2.1", "c=IN IP4 192.0.2.2").replace("- 7 1 IN", "- 7 2 IN");
        assertThat(both(elsewhere)).singleElement().asString().startsWith("TSP-149: ");
        assertThat(both(INVITE.replace("a=sendrecv", "a=inactive"))).singleElement()
                .asString()
                .startsWith(
                        "TSP-153: SDP of INVITE has changed and its version rose by 0");
        assertThat(both(INVITE.replace("- 7 1 IN", "- 7 2 IN"))).singleElement()
                .asString()
                .startsWith(
                        "TSP-153: SDP of INVITE is the same and its version rose by 1");
        assertThat(both(INVITE.replace("- 7 1 IN", "- 8 1 IN"))).singleElement()
                .asString()
                .contains(
                        "another session id");
        assertThat(both(INVITE.replace("- 7 1 IN", "- 7 2 IN").replace("a=sendrecv", "a=inactive"))).isEmpty();
        assertThat(both(INVITE)).isEmpty();
    }

    @Test
    void theDescriptionOfACallThatIsOverIsForgotten() {
        TeamsProfile profile = new TeamsProfile(NAMES);
        profile.violations(message(INVITE));
        profile.violations(message(BYE));

        assertThat(profile.violations(message(INVITE.replace("m=audio 20000", "m=audio 20002")))).isEmpty();
    }

    private static List<String> both(String second) {
        TeamsProfile profile = new TeamsProfile(NAMES);
        profile.violations(message(INVITE));
        return profile.violations(message(second));
    }

    private static void assertFound(String rule, String message, String right, String wrong) {
        String broken = message.replace(lines(right), lines(wrong));
        assertThat(broken).as("the message has what is to be replaced").isNotEqualTo(message);
        assertThat(violations(broken)).as(broken)
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).startsWith(
                        rule + ": "));
    }

    /** A line end in the tables above. */
    private static String lines(String text) {
        return text.replace("⏎", "\n");
    }

    private static List<String> violations(String text) {
        return new TeamsProfile(NAMES).violations(message(text));
    }

    private static SipMessage message(String text) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return switch (SipParser.parse(bytes)) {
            case ParseResult.Parsed(var message) -> message;
            case ParseResult.Malformed malformed -> throw new AssertionError(malformed + "\n" + text);
            case ParseResult.KeepAlive _ -> throw new AssertionError("nothing");
        };
    }
}
