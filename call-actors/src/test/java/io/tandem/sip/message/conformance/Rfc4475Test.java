package io.tandem.sip.message.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Multipart;
import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.Problem;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Via;
import io.tandem.sip.message.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All 49 messages of RFC 4475 in the parser: what its sections call valid is read to the values they name, what they
 * call invalid is refused as they say, and what is for a transaction user to judge is read. {@code Rfc4475OverUdpIT}
 * sends the same to a node.
 */
class Rfc4475Test {
    private static final Map<String, byte[]> MESSAGES = TortureMessages.of("/torture/rfc4475.txt");

    private record Refused(String name, int status, Problem problem, boolean answered) {}

    /** §3.1.2, §3.3.1, §3.3.8, §3.3.9; longreq is valid, and over our limits (F-134). */
    private static final List<Refused> REFUSED = List.of(
            new Refused("longreq", 400, Problem.HEADER_NAME_TOO_LONG, true),
            new Refused("badinv01", 400, Problem.HEADER_VALUE, true), // its Via's sent-by can be read
            new Refused("clerr", 400, Problem.CONTENT_LENGTH, true),
            new Refused("ncl", 400, Problem.CONTENT_LENGTH, true),
            new Refused("scalar02", 400, Problem.HEADER_VALUE, true),
            new Refused("scalarlg", 400, Problem.HEADER_VALUE, false), // a response
            new Refused("quotbal", 400, Problem.HEADER_VALUE, true),
            new Refused("ltgtruri", 400, Problem.START_LINE, true),
            new Refused("lwsruri", 400, Problem.START_LINE, true),
            new Refused("lwsstart", 400, Problem.START_LINE, true),
            new Refused("trws", 400, Problem.START_LINE, true),
            new Refused("escruri", 400, Problem.START_LINE, true),
            new Refused("baddn", 400, Problem.HEADER_VALUE, true),
            new Refused("badvers", 505, Problem.VERSION, true),
            new Refused("mismatch01", 400, Problem.METHOD_MISMATCH, true),
            new Refused("mismatch02", 400, Problem.METHOD_MISMATCH, true),
            new Refused("bigcode", 400, Problem.START_LINE, false), // a response
            new Refused("insuf", 400, Problem.MISSING_HEADER, true),
            new Refused("multi01", 400, Problem.REPEATED_HEADER, true),
            new Refused("mcl01", 400, Problem.REPEATED_HEADER, true));

    private static final List<String> READ = List.of("wsinv", "intmeth", "esc01", "escnull", "esc02", "lwsdisp",
            "dblreq", "semiuri", "transports", "mpart01", "unreason", "noreason", "baddate", "regbadct", "badaspec",
            "badbranch", "unkscm", "novelsc", "unksm2", "bext01", "invut", "regaut01", "bcast", "zeromf", "cparam01",
            "cparam02", "regescrt", "sdp01", "inv2543");

    private static SipMessage message(String name) {
        return Wire.message(SipParser.parse(MESSAGES.get(name)));
    }

    private static SipRequest request(String name) {
        return (SipRequest) message(name);
    }

    private static SipResponse response(String name) {
        return (SipResponse) message(name);
    }

    private static Address contact(SipMessage message) {
        return message.contacts().toOptional().orElseThrow().getFirst();
    }

    private static String decodedUser(Address address) {
        return ((SipUri) address.uri()).decodedUser();
    }

    @Test
    void eachOfTheFortyNineIsExpectedToBeReadOrToBeRefused() {
        TreeSet<String> expected = new TreeSet<>(READ);
        REFUSED.forEach(one -> expected.add(one.name()));

        assertThat(MESSAGES).hasSize(49);
        assertThat(MESSAGES.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @TestFactory
    List<DynamicTest> whatIsInvalidIsRefusedAsItsSectionSays() {
        return REFUSED.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> {
            ParseResult.Malformed refused = Wire.malformed(SipParser.parse(MESSAGES.get(one.name())));

            assertThat(refused.status()).isEqualTo(one.status());
            assertThat(refused.problem()).isEqualTo(one.problem());
            assertThat(refused.answerable().isPresent()).isEqualTo(one.answered());
        })).toList();
    }

    /** dblreq is the one whose datagram says more than its Content-Length. */
    @TestFactory
    List<DynamicTest> whatIsReadGoesOnAsItCame() {
        return READ.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            byte[] bytes = MESSAGES.get(name);
            byte[] again = message(name).toBytes();

            assertThat(again).isEqualTo(Arrays.copyOf(bytes, again.length));
            assertThat(again.length == bytes.length).isEqualTo(!name.equals("dblreq"));
        })).toList();
    }

    /** §3.1.1.1: folds and white space everywhere, escaped quotes, odd cases, leading zeros. */
    @Test
    void wsinv() {
        SipRequest invite = request("wsinv");

        assertThat(invite.toTag()).contains("1918181833n");
        assertThat(invite.from().displayName()).contains("J Rosenberg \\\"");
        assertThat(invite.fromTag()).contains("98asjd8");
        assertThat(invite.maxForwards()).isEqualTo(68);
        assertThat(invite.cseq().number()).isEqualTo(9);
        assertThat(invite.vias()).extracting(Via::host)
                .containsExactly("192.0.2.2", "spindle.example.com",
                        "192.168.255.111");
        assertThat(invite.vias()).extracting(Via::transport).containsExactly("UDP", "TCP", "UDP");
        assertThat(invite.vias()).extracting(via -> via.branch().orElseThrow())
                .containsExactly("390skdjuw",
                        "z9hG4bK9ikj8", "z9hG4bK30239");
        assertThat(invite.headers().first(HeaderName.SUBJECT)).contains("");
        assertThat(invite.headers().first(HeaderName.of("newfangledheader"))).contains(
                "newfangled value continued newfangled value");
        assertThat(((SipUri) invite.routes().toOptional().orElseThrow().getFirst().uri()).looseRouting()).isTrue();
        assertThat(contact(invite).displayName()).contains("Quoted string \"\"");
        assertThat(contact(invite).parameters().text()).isEqualTo(";newparam=newvalue;secondparam;q=0.33");
        assertThat(invite.body()).hasSize(150);
    }

    /** §3.1.1.2: every character that may stand in a token, a user, a quoted pair. */
    @Test
    void intmeth() {
        SipRequest request = request("intmeth");
        SipUri uri = (SipUri) request.requestUri();

        assertThat(request.method()).isEqualTo(SipMethod.of("!interesting-Method0123456789_*+`.%indeed'~"));
        assertThat(uri.user()).contains("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(uri.password()).contains("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
        assertThat(uri.host()).isEqualTo("example.com");
        assertThat(request.to().displayName()).contains("BEL:\u0007 NUL:\0 DEL:\u007F");
        assertThat(Address.parse(request.to().text())).contains(request.to());
        assertThat(request.from().displayName()).contains("token1~` token2'+_ token3*%!.-");
        assertThat(request.from().parameters().get("fromParam''~+*_!.-%")).contains("работающий");
        assertThat(request.fromTag()).contains("_token~1'+`*%!-.");
        assertThat(request.callId()).isEqualTo("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        assertThat(request.headers().first(HeaderName.of("extensionHeader-!.%*+_`'~"))).contains("\uFEFF大停電");
    }

    /** §3.1.1.3: an escaped "@" does not end the user; equivalence sees through escapes. */
    @Test
    void esc01() {
        SipRequest request = request("esc01");
        SipUri contact = (SipUri) contact(request).uri();

        assertThat(((SipUri) request.requestUri()).decodedUser()).isEqualTo("sips:user@example.com");
        assertThat(((SipUri) request.requestUri()).host()).isEqualTo("example.net");
        assertThat(((SipUri) request.to().uri()).equivalentTo(SipUri.of("user", "example.com", -1))).isTrue();
        assertThat(decodedUser(request.from())).isEqualTo("I have spaces");
        assertThat(contact.decodedUser()).isEqualTo("caller");
        assertThat(contact.parameters().text()).isEqualTo(";%6C%72;n%61me=v%61lue%25%34%31");
    }

    /** §3.1.1.4: %00 is a character like any other and ends nothing. */
    @Test
    void escnull() {
        SipRequest register = request("escnull");

        assertThat(decodedUser(register.to())).isEqualTo("null-\0-null");
        assertThat(register.contacts().toOptional().orElseThrow()).extracting(Rfc4475Test::decodedUser)
                .containsExactly("\0", "\0\0");
    }

    /** §3.1.1.5: a "%" that escapes nothing, in a method, a display name, a branch and a header's name. */
    @Test
    void esc02() {
        SipRequest request = request("esc02");

        assertThat(request.method()).isNotEqualTo(SipMethod.REGISTER).isEqualTo(SipMethod.of("RE%47IST%45R"));
        assertThat(request.to().displayName()).contains("%Z%45");
        assertThat(request.topVia().branch()).contains("z9hG4bK209%fzsnel234");
        assertThat(request.contacts().toOptional().orElseThrow()).extracting(Rfc4475Test::decodedUser)
                .containsExactly("alias1", "alias3");
    }

    /** §3.1.1.6: no space between display name and bracket. */
    @Test
    void lwsdisp() {
        assertThat(request("lwsdisp").from().displayName()).contains("caller");
        assertThat(request("lwsdisp").fromTag()).contains("323");
    }

    /** §3.1.1.7: read to the end where limits allow. */
    @Test
    void longreq() {
        byte[] bytes = MESSAGES.get("longreq");
        SipMessage invite = Wire.message(SipParser.parse(bytes, 0, bytes.length, ParseLimits.WIDE));

        assertThat(invite.vias()).hasSize(34);
        assertThat(invite.vias().get(32).host()).isEqualTo("sip1.example.com");
        assertThat(invite.fromTag().orElseThrow()).hasSize(155);
        assertThat(((SipUri) invite.to().uri()).port()).isEqualTo(6000);
        assertThat(invite.topVia().branch()).isEmpty();
        assertThat(invite.body()).hasSize(150);
    }

    /** §3.1.1.8: the second request in the datagram is not there. */
    @Test
    void dblreq() {
        assertThat(request("dblreq").method()).isEqualTo(SipMethod.REGISTER);
        assertThat(request("dblreq").hasBody()).isFalse();
    }

    /** §3.1.1.9: a semicolon in the user is the user's. */
    @Test
    void semiuri() {
        SipUri uri = (SipUri) request("semiuri").requestUri();

        assertThat(uri.decodedUser()).isEqualTo("user;par=u@example.net");
        assertThat(uri.parameters().isEmpty()).isTrue();
        assertThat(request("semiuri").headers().values(HeaderName.ACCEPT)).hasSize(6);
    }

    /** §3.1.1.10: any transport may stand in a Via. */
    @Test
    void transports() {
        assertThat(request("transports").vias()).extracting(Via::transport)
                .containsExactly("UDP", "SCTP", "TLS",
                        "UNKNOWN", "TCP");
    }

    /** §3.1.1.11: several bodies, one of them binary. */
    @Test
    void mpart01() {
        SipRequest message = request("mpart01");
        ContentType type = ((Field.Present<ContentType>) message.contentType()).value();
        Multipart multipart = ((Multipart.Result.Read) Multipart.parse(type, message.body())).multipart();

        assertThat(message.body()).hasSize(553);
        assertThat(multipart.parts()).hasSize(2);
        assertThat(multipart.first("text", "plain").orElseThrow().body()).isEqualTo(Wire.bytes("Hello"));
        assertThat(multipart.parts().get(1).body()).hasSize(342).startsWith(0x30, 0x82, 0x01, 0x52);
    }

    /** §3.1.1.12 and §3.1.1.13: a reason phrase is any UTF-8, or nothing. */
    @Test
    void unreasonAndNoreason() {
        assertThat(response("unreason").status()).isEqualTo(200);
        assertThat(response("unreason").reason()).isEqualTo("= 2**3 * 5**2 но сто девяносто девять - простое");
        assertThat(response("noreason").status()).isEqualTo(100);
        assertThat(response("noreason").reason()).isEmpty();
    }

    /** §3.1.2.12 to 14: what cannot be read says so when it is asked for; spaces in brackets are read past. */
    @Test
    void baddateRegbadctAndBadaspec() {
        assertThat(request("baddate").headers().first(HeaderName.DATE)).contains("Fri, 01 Jan 2010 16:00:00 EST");
        assertThat(request("regbadct").contacts()).isInstanceOf(Field.Malformed.class);
        assertThat(decodedUser(request("badaspec").to())).isEqualTo("t.watson");
    }

    /** §3.2.1: nothing but the cookie: such requests match by their other fields (RFC 3261 §17.2.3). */
    @Test
    void badbranch() {
        assertThat(request("badbranch").topVia().branch()).contains("z9hG4bK");
    }

    /** §3.3.2 to 4: schemes that nobody knows are kept whole. */
    @Test
    void unkscmNovelscAndUnksm2() {
        assertThat(request("unkscm").requestUri()).isEqualTo(new OtherUri("nobodyknowsthisscheme",
                "totallyopaquecontent"));
        assertThat(request("novelsc").requestUri()).isEqualTo(new OtherUri("soap.beep", "//192.0.2.103:3002"));
        assertThat(request("unksm2").to().uri()).isEqualTo(new OtherUri("isbn", "2983792873"));
        assertThat(request("unksm2").from().uri()).isEqualTo(new OtherUri("http", "//www.example.com"));
        assertThat(contact(request("unksm2")).uri()).isEqualTo(new OtherUri("name", "John_Smith"));
    }

    /** §3.3.5 to 7 and 10 to 15: what a transaction user has to see. */
    @Test
    void whatIsForTransactionUsersToJudgeIsThere() {
        assertThat(request("bext01").headers().values(HeaderName.REQUIRE)).containsExactly("nothingSupportsThis",
                "nothingSupportsThisEither");
        assertThat(((Field.Present<ContentType>) request("invut").contentType()).value().subtype()).isEqualTo(
                "unknownformat");
        assertThat(request("regaut01").headers().first(HeaderName.AUTHORIZATION)).contains(
                "NoOneKnowsThisScheme opaque-data=here");
        assertThat(response("bcast").vias()).extracting(Via::host).containsExactly("192.0.2.198", "255.255.255.255");
        assertThat(request("zeromf").maxForwards()).isZero();
        assertThat(request("sdp01").headers().first(HeaderName.ACCEPT)).contains("text/nobodyKnowsThis");
    }

    /** §3.3.12 to 14: whose parameter it is, and headers in a bracketed URI. */
    @Test
    void cparam01Cparam02AndRegescrt() {
        Address header = contact(request("cparam01"));
        Address uri = contact(request("cparam02"));

        assertThat(header.parameters().has("unknownparam")).isTrue();
        assertThat(((SipUri) header.uri()).parameters().isEmpty()).isTrue();
        assertThat(uri.parameters().isEmpty()).isTrue();
        assertThat(((SipUri) uri.uri()).parameters().has("unknownparam")).isTrue();
        assertThat(((SipUri) contact(request("regescrt")).uri()).headers()).isEqualTo(
                "Route=%3Csip:sip.example.com%3E");
    }

    /** §3.4.1: no branch, no From tag, no Max-Forwards, no Content-Length: the body is what is left of the datagram. */
    @Test
    void inv2543() {
        SipRequest invite = request("inv2543");

        assertThat(invite.topVia().branch()).isEmpty();
        assertThat(invite.fromTag()).isEmpty();
        assertThat(invite.maxForwards()).isEqualTo(-1);
        assertThat(Wire.text(invite.body())).startsWith("v=0").endsWith("m=audio 49217 RTP/AVP 0\r\n");
    }
}
