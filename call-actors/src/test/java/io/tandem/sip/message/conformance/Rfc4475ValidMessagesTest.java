package io.tandem.sip.message.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;

import org.junit.jupiter.api.Test;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Multipart;
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

/** RFC 4475 §3.1.1: odd, and valid. Each message has the oddities its section describes, in our own hand. */
class Rfc4475ValidMessagesTest {
    private static final String MANDATORY = """
            To: sip:user@example.com
            From: sip:caller@example.org;tag=33242
            Max-Forwards: 3
            Call-ID: some.0ha0isndaksdj
            CSeq: 8 OPTIONS
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw
            l: 0

            """;

    private static SipMessage whole(String text) {
        byte[] bytes = Wire.bytes(text);
        SipMessage message = Wire.message(SipParser.parse(bytes));
        assertThat(message.toBytes()).isEqualTo(bytes);
        return message;
    }

    private static SipRequest request(String text) {
        return (SipRequest) whole(text);
    }

    /** §3.1.1.1 wsinv: folds and white space everywhere, escaped quotes, odd cases, leading zeros. */
    @Test
    void tortuousWhiteSpaceIsRead() {
        SipRequest invite = request("""
                INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
                TO :
                 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
                from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
                  ;
                  tag = 98asjd8
                MaX-fOrWaRdS: 0068
                Call-ID: wsinv.ndaksdj@192.0.2.1
                Content-Length   : 5
                cseq: 0009
                  INVITE
                Via  : SIP  /   2.0
                 /UDP
                    192.0.2.2;branch=390skdjuw
                s :
                NewFangledHeader:   newfangled value
                 continued newfangled value
                UnknownHeaderWithUnusualValue: ;;,,;;,;
                Content-Type: application/sdp
                Route:
                 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
                v:  SIP  / 2.0  / TCP     spindle.example.com   ;
                  branch  =   z9hG4bK9ikj8  ,
                 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
                 z9hG4bK30239
                m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
                      newvalue ;
                  secondparam ; q = 0.33

                v=0
                """);

        assertThat(invite.toTag()).contains("1918181833n");
        assertThat(invite.from().displayName()).contains("J Rosenberg \\\"");
        assertThat(invite.fromTag()).contains("98asjd8");
        assertThat(invite.maxForwards()).isEqualTo(68);
        assertThat(invite.cseq().number()).isEqualTo(9);
        assertThat(invite.vias()).extracting(Via::host)
                .containsExactly("192.0.2.2", "spindle.example.com",
                        "192.168.255.111");
        assertThat(invite.vias()).extracting(via -> via.branch().orElseThrow())
                .containsExactly("390skdjuw",
                        "z9hG4bK9ikj8", "z9hG4bK30239");
        assertThat(invite.headers().first(HeaderName.SUBJECT)).contains("");
        assertThat(invite.headers().first(HeaderName.of("newfangledheader"))).contains(
                "newfangled value continued newfangled value");
        assertThat(((SipUri) invite.routes().toOptional().orElseThrow().getFirst().uri()).looseRouting()).isTrue();
        Address contact = invite.contacts().toOptional().orElseThrow().getFirst();
        assertThat(contact.displayName()).contains("Quoted string \"\"");
        assertThat(contact.parameters().text()).isEqualTo(";newparam=newvalue;secondparam;q=0.33");
    }

    /** §3.1.1.2 intmeth: every character that may stand in a token, a user, a quoted pair. */
    @Test
    void theWidestUseOfTheGrammarIsRead() {
        String method = "!interesting-Method0123456789_*+`.%indeed'~";
        SipRequest request = request(
                """
                        METHOD sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
                        Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
                        To: "BEL:\\\7 NUL:\\\0 DEL:\\\177" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
                        From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий";tag=_token~1'+`*%!-.
                        Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/"][?}{
                        CSeq: 139122385 METHOD
                        Max-Forwards: 255
                        extensionHeader-!.%*+_`'~:大停電
                        Content-Length: 0

                        """
                        .replace(
                                "METHOD", method));

        assertThat(request.method()).isEqualTo(SipMethod.of(method));
        assertThat(request.method().known()).isFalse();
        SipUri uri = (SipUri) request.requestUri();
        assertThat(uri.user()).contains("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(uri.password()).contains("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
        assertThat(uri.host()).isEqualTo("example.com");
        assertThat(request.to().displayName()).contains("BEL:\u0007 NUL:\0 DEL:\u007F");
        assertThat(Address.parse(request.to().text())).contains(request.to());
        assertThat(request.from().displayName()).contains("token1~` token2'+_ token3*%!.-");
        assertThat(request.from().parameters().get("fromParam''~+*_!.-%")).contains("работающий");
        assertThat(request.fromTag()).contains("_token~1'+`*%!-.");
        assertThat(request.callId()).isEqualTo("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        assertThat(request.headers().first(HeaderName.of("extensionHeader-!.%*+_`'~"))).contains("大停電");
    }

    /** §3.1.1.3 esc01: an escaped "@" does not end the user; equivalence sees through escapes. */
    @Test
    void escapesInUrisAreKeptAndUnderstood() {
        SipRequest request = request("OPTIONS sip:sips%3Auser%40example.com@example.net SIP/2.0\n" + MANDATORY.replace(
                "sip:user@example.com", "sip:%75se%72@example.com")
                .replace("sip:caller@example.org",
                        "<sip:I%20have%20spaces@example.net>"));

        assertThat(((SipUri) request.requestUri()).decodedUser()).isEqualTo("sips:user@example.com");
        assertThat(((SipUri) request.to().uri()).decodedUser()).isEqualTo("user");
        assertThat(((SipUri) request.to().uri()).equivalentTo(SipUri.of("user", "example.com", -1))).isTrue();
        assertThat(((SipUri) request.from().uri()).decodedUser()).isEqualTo("I have spaces");
    }

    /** §3.1.1.4 escnull: %00 is a character like any other and ends nothing. */
    @Test
    void anEscapedNulEndsNothing() {
        SipRequest request = request("OPTIONS sip:example.com SIP/2.0\n" + MANDATORY.replace("sip:user@example.com",
                "sip:null-%00-null@example.com\nContact: <sip:%00@host5.example.com>, <sip:%00%00@host5.example.com>"));

        assertThat(((SipUri) request.to().uri()).decodedUser()).isEqualTo("null-\0-null");
        assertThat(request.contacts().toOptional().orElseThrow()).extracting(
                contact -> ((SipUri) contact.uri()).decodedUser()).containsExactly("\0", "\0\0");
    }

    /** §3.1.1.5 esc02: a "%" that escapes nothing, in a method, a display name and a branch. */
    @Test
    void aPercentSignThatIsNoEscapeIsItself() {
        SipRequest request = request("RE%47IST%45R sip:registrar.example.com SIP/2.0\n" + MANDATORY.replace("OPTIONS",
                "RE%47IST%45R")
                .replace("sip:user@example.com", "\"%Z%45\" <sip:resource@example.com>")
                .replace(
                        "z9hG4bKkdjuw", "z9hG4bK209%fzsnel234"));

        assertThat(request.method()).isNotEqualTo(SipMethod.REGISTER);
        assertThat(request.to().displayName()).contains("%Z%45");
        assertThat(request.topVia().branch()).contains("z9hG4bK209%fzsnel234");
    }

    /** §3.1.1.6 lwsdisp: no space between display name and bracket. */
    @Test
    void aDisplayNameMayTouchItsBracket() {
        SipRequest request = request("OPTIONS sip:user@example.com SIP/2.0\n" + MANDATORY.replace(
                "sip:caller@example.org;", "caller<sip:caller@example.com>;"));

        assertThat(request.from().displayName()).contains("caller");
        assertThat(request.fromTag()).contains("33242");
    }

    /** §3.1.1.7 longreq: long values; valid, and refused by our limits unless they are widened (F-134, F-136). */
    @Test
    void longValuesAreReadWhereLimitsAllow() {
        StringBuilder text = new StringBuilder("INVITE sip:user@example.com SIP/2.0\n");
        text.append("To: \"I have a user name of ")
                .append("extreme".repeat(10))
                .append(
                        " proportion\"<sip:user@example.com:6000;p=very")
                .append("long".repeat(40))
                .append("value>\n");
        text.append("F: sip:")
                .append("amazinglylongcallername".repeat(5))
                .append("@example.net;tag=12")
                .append(
                        "982".repeat(60))
                .append('\n');
        text.append("Unknown-")
                .append("Long".repeat(20))
                .append("-Name: unknown-")
                .append("long".repeat(30))
                .append(
                        "-value\n");
        text.append("Call-ID: longreq.one").append("really".repeat(20)).append("longcallid\nCSeq: 3882340 INVITE\n");
        for (int i = 34; i > 0; i--) {
            text.append(i % 3 == 0 ? "V :  " : i % 3 == 1 ? "viA: " : "v  : ")
                    .append("SIP/2.0/TCP sip")
                    .append(
                            i)
                    .append(".example.com\n");
        }
        text.append("Via: SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very")
                .append(
                        "long".repeat(50))
                .append("branchvalue\nMax-Forwards: 70\nl: 0\n\n");
        byte[] bytes = Wire.bytes(text.toString());

        SipMessage message = Wire.message(SipParser.parse(bytes, 0, bytes.length, ParseLimits.WIDE));

        assertThat(message.vias()).hasSize(35);
        assertThat(message.fromTag().orElseThrow()).hasSize(182);
        assertThat(message.toBytes()).isEqualTo(bytes);
        assertThat(Wire.malformed(SipParser.parse(bytes)).problem()).isEqualTo(Problem.ELEMENT_TOO_LONG);
    }

    /** §3.1.1.8 dblreq: a second request in the datagram, beyond Content-Length, is not there. */
    @Test
    void aSecondRequestInTheDatagramIsDiscarded() {
        String first = "OPTIONS sip:example.com SIP/2.0\n" + MANDATORY;

        SipMessage message = Wire.message(SipParser.parse(Wire.bytes(first + "INVITE sip:joe@example.com SIP/2.0\n"
                + MANDATORY)));

        assertThat(message.toBytes()).isEqualTo(Wire.bytes(first));
    }

    /** §3.1.1.9 semiuri: a semicolon in the user. */
    @Test
    void aSemicolonInTheUserIsTheUsers() {
        SipUri uri = (SipUri) request(
                "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0\n" + MANDATORY).requestUri();

        assertThat(uri.decodedUser()).isEqualTo("user;par=u@example.net");
        assertThat(uri.parameters().isEmpty()).isTrue();
    }

    /** §3.1.1.10 transports: any transport may stand in a Via. */
    @Test
    void unknownTransportsInViaAreRead() {
        String vias = "Via: SIP/2.0/SCTP t2.example.com;branch=2\nVia: SIP/2.0/UNKNOWN t4.example.com;branch=4\n";

        assertThat(request("OPTIONS sip:user@example.com SIP/2.0\n"
                + MANDATORY.replace("l: 0\n", vias + "l: 0\n")).vias()).extracting(Via::transport)
                .containsExactly(
                        "UDP", "SCTP", "UNKNOWN");
    }

    /** §3.1.1.11 mpart01: several bodies, one of them binary. */
    @Test
    void aMultipartBodyIsReadToItsBytes() {
        byte[] blob = {0x30, (byte) 0x82, 0, 13, 10, 13, 10, '-', '-', 7, (byte) 0xFF};
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Wire.bytes("--7a9c\nContent-Type: text/plain\n\nHello\n--7a9c\n"
                + "Content-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n"));
        body.writeBytes(blob);
        body.writeBytes(Wire.bytes("\n--7a9c--\n"));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(Wire.bytes("OPTIONS sip:user@example.com SIP/2.0\n" + MANDATORY.replace("l: 0",
                "c: multipart/mixed;boundary=7a9c\nl: " + body.size())));
        whole.writeBytes(body.toByteArray());

        SipMessage message = Wire.message(SipParser.parse(whole.toByteArray()));
        ContentType type = ((Field.Present<ContentType>) message.contentType()).value();
        Multipart multipart = ((Multipart.Result.Read) Multipart.parse(type, message.body())).multipart();

        assertThat(message.toBytes()).isEqualTo(whole.toByteArray());
        assertThat(multipart.parts()).hasSize(2);
        assertThat(multipart.first("text", "plain").orElseThrow().body()).isEqualTo(Wire.bytes("Hello"));
        assertThat(multipart.parts().get(1).body()).isEqualTo(blob);
    }

    /** §3.1.1.12 unreason: UTF-8 in a reason phrase. */
    @Test
    void aReasonPhraseMayBeUtf8() {
        SipResponse response = (SipResponse) whole("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое\n"
                + MANDATORY);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.reason()).isEqualTo("= 2**3 * 5**2 но сто девяносто девять - простое");
    }

    /** §3.1.1.13 noreason: the phrase may be empty, its space is there; some leave that out too. */
    @Test
    void aReasonPhraseMayBeEmpty() {
        assertThat(((SipResponse) whole("SIP/2.0 100 \n" + MANDATORY)).reason()).isEmpty();
        assertThat(((SipResponse) whole("SIP/2.0 100\n" + MANDATORY)).status()).isEqualTo(100);
    }

    /** §3.3.15 and RFC 3261 §17.2.3: a request of RFC 2543 has no branch, no From tag and no Max-Forwards. */
    @Test
    void aRequestOfRfc2543IsRead() {
        assertThat(SipParser.parse(Wire.bytes("INVITE sip:UserB@client.biloxi.example.com SIP/2.0\n" + """
                Via: SIP/2.0/UDP iftgw.example.com
                From: <sip:+13035551111@ift.client.example.net;user=phone>
                To: sip:+16505552222@ss1.example.net;user=phone
                Call-ID: inv2543.1717@ift.client.example.com
                CSeq: 56 INVITE

                """))).isInstanceOf(ParseResult.Parsed.class);
    }
}
