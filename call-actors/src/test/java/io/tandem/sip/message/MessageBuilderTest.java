package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageBuilderTest {
    private static final Uri BOB = Uri.parse("sip:bob@example.com").orElseThrow();
    private static final Via VIA = Via.of("UDP", "192.0.2.1", 5060, "z9hG4bK1");

    private static SipRequest.Builder bye() {
        return SipRequest.builder(SipMethod.BYE, BOB)
                .from(Address.of(BOB).withTag("a"))
                .to(Address.of(BOB)
                        .withTag(
                                "b"))
                .callId("c")
                .cseq(new CSeq(2, SipMethod.BYE))
                .maxForwards(70);
    }

    @Test
    void writesARequestWithTheViaThatTheTransactionPuts() {
        SipRequest request = bye().add(HeaderName.of("X-Émigré"), "übung").build().withVia(VIA);

        assertThat(Wire.text(request.toBytes())).isEqualTo("""
                BYE sip:bob@example.com SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
                From: <sip:bob@example.com>;tag=a
                To: <sip:bob@example.com>;tag=b
                Call-ID: c
                CSeq: 2 BYE
                Max-Forwards: 70
                X-Émigré: übung
                Content-Length: 0

                """.replace("\n", "\r\n"));
        assertThat(request.topVia()).isEqualTo(VIA);
        assertThat(request.maxForwards()).isEqualTo(70);
    }

    @Test
    void refusesToBuildWithoutWhatEverybodyReliesOn() {
        assertThatIllegalStateException().isThrownBy(() -> bye().remove(HeaderName.CALL_ID).build());
        assertThatIllegalStateException().isThrownBy(() -> bye().set(HeaderName.TO, "\"x").build());
        assertThatIllegalStateException().isThrownBy(() -> bye().build().topVia());
    }

    @Test
    void noValueStartsARowOfItsOwn() {
        SipRequest request = bye().add(HeaderName.SUBJECT, "a\r\nVia: evil").build();

        assertThat(request.headers().contains(HeaderName.VIA)).isFalse();
        assertThat(request.headers().first(HeaderName.SUBJECT)).contains("a  Via: evil");
        assertThat(
                Wire.text(SipResponse.to(request.withVia(VIA), 486).reason("No\r\nX: y").build().toBytes())).startsWith(
                        "SIP/2.0 486 No  X: y\r\nVia");
    }

    @Test
    void aBodyBringsItsTypeAndItsLength() {
        byte[] body = "v=0\r\n".getBytes(StandardCharsets.UTF_8);
        SipRequest request = bye().body(ContentType.SDP, body).build();
        int foretold = request.wireLength();

        assertThat(Wire.text(request.toBytes())).endsWith(
                "Content-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n");
        ByteBuffer out = ByteBuffer.allocate(request.encodedLength());
        request.writeTo(out);
        assertThat(out.array()).isEqualTo(request.toBytes()).hasSize(foretold);
    }

    @Test
    void aResponseRepeatsTheRowsByteForByte() {
        SipRequest invite = Wire.request(Samples.INVITE.replace("Via: SIP/2.0/TCP", "v:SIP / 2.0 /TCP  ")
                .replace(
                        "X-Trace:", "Timestamp: 54\nX-Trace:"));

        assertThat(Wire.text(SipResponse.to(invite, 100).build().toBytes())).isEqualTo("""
                SIP/2.0 100 Trying
                Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKnashds8;rport
                v:SIP / 2.0 /TCP   [2001:db8::9:1]:5062;branch=z9hG4bK77
                From: "Alice O'Neill" <sip:+441632960001@core.example.com;user=phone>;tag=1928301774
                To: <sip:+441632960100@192.0.2.1;user=phone>
                Call-ID: a84b4c76e66710@192.0.2.10
                CSeq: 314159 INVITE
                Timestamp: 54
                Content-Length: 0

                """.replace("\n", "\r\n"));
    }

    @Test
    void aResponseThatMakesADialogNamesTheProxiesOfItsRequest() { // RFC 3261 §12.1.1
        SipRequest invite = Wire.request(Samples.INVITE)
                .toBuilder()
                .add(HeaderName.RECORD_ROUTE, "<sip:p1.example.com;lr>, <sip:p2.example.com;lr>")
                .add(HeaderName.RECORD_ROUTE, "<sip:p3.example.com;lr>")
                .build();
        List<String> proxies = invite.headers().values(HeaderName.RECORD_ROUTE);
        SipRequest again = invite.toBuilder().set(HeaderName.TO, "<sip:+441632960100@192.0.2.1>;tag=t").build();

        for (int status : List.of(180, 183, 200)) {
            assertThat(recordRoutes(invite, status)).isEqualTo(proxies).hasSize(3);
        }
        assertThat(recordRoutes(invite, 100)).isEmpty();
        assertThat(recordRoutes(invite, 302)).isEmpty();
        assertThat(recordRoutes(again, 200)).as("the dialog is there, with its routes").isEmpty();
    }

    private static List<String> recordRoutes(SipRequest request, int status) {
        return SipResponse.to(request, status).build().headers().values(HeaderName.RECORD_ROUTE);
    }

    @Test
    void toTagIsAddedOnceInItsPlace() {
        SipRequest invite = Wire.request(Samples.INVITE);

        SipResponse ringing = SipResponse.to(invite, 180).toTag("t1").toTag("t2").build();

        assertThat(ringing.toTag()).contains("t1");
        assertThat(ringing.headers().all(HeaderName.TO)).containsExactly(
                "<sip:+441632960100@192.0.2.1;user=phone>;tag=t1");
        assertThat(Wire.message(SipParser.parse(ringing.toBytes())).toTag()).contains("t1");
        assertThat(ringing.headers()).extracting(Header::name)
                .containsExactly(HeaderName.VIA, HeaderName.VIA,
                        HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);
    }

    @Test
    void aRefusalOfAnUnreadableToRepeatsItAsItIs() {
        ParseResult.Malformed refused = Wire.malformed(Wire.parse(Samples.INVITE.replace("To: <", "To: \"x <")));

        SipResponse answer = SipResponse.to(refused.answerable().orElseThrow(), 400).toTag("t").build();

        assertThat(answer.headers().first(HeaderName.TO)).contains(
                "\"x <sip:+441632960100@192.0.2.1;user=phone>;tag=t");
        assertThat(answer.to().text()).isEqualTo("\"x <sip:+441632960100@192.0.2.1;user=phone>;tag=t");
    }

    @Test
    void stampingTheTopViaLeavesTheOthers() {
        SipRequest invite = Wire.request(Samples.INVITE);
        Via stamped = invite.topVia().withParameter("received", "198.51.100.7").withParameter("rport", "5099");

        SipRequest arrived = invite.withTopVia(stamped);

        assertThat(arrived.headers().all(HeaderName.VIA)).containsExactly(
                "SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKnashds8;rport=5099;received=198.51.100.7",
                "SIP/2.0/TCP [2001:db8::9:1]:5062;branch=z9hG4bK77");
        assertThat(arrived.headers().size()).isEqualTo(invite.headers().size());
        assertThat(arrived.body()).isEqualTo(invite.body());
        assertThat(SipParser.parse(arrived.toBytes())).isInstanceOf(ParseResult.Parsed.class);
    }

    @Test
    void stampingTheFirstOfSeveralViasInARowLeavesTheRest() {
        SipRequest invite = Wire.request(Samples.INVITE.replace(";rport\nVia: ", ";rport , "));

        SipRequest arrived = invite.withTopVia(VIA);

        assertThat(arrived.headers().all(HeaderName.VIA)).containsExactly(VIA.text(),
                "SIP/2.0/TCP [2001:db8::9:1]:5062;branch=z9hG4bK77");
    }

    @Test
    void aChangedCopyOfAParsedRequestKeepsWhatWasNotChanged() {
        SipRequest invite = Wire.request(Samples.INVITE);

        SipRequest changed = invite.toBuilder().requestUri(BOB).set(HeaderName.of("X-TRACE"), "three").build();
        SipRequest read = (SipRequest) Wire.message(SipParser.parse(changed.toBytes()));

        assertThat(read.requestUri()).isEqualTo(BOB);
        assertThat(read.headers().first(HeaderName.of("X-Trace"))).contains("three");
        assertThat(read.body()).isEqualTo(invite.body());
        assertThat(read.headers().all(HeaderName.CONTENT_LENGTH)).containsExactly("155");
        assertThat(invite.headers().first(HeaderName.of("X-Trace"))).contains("one,two");
    }

    @Test
    void aBuilderThatGoesOnAfterBuildLeavesTheBuiltAlone() {
        Headers.Builder builder = Headers.builder().add(HeaderName.SUBJECT, "one");
        Headers one = builder.build();
        Headers two = builder.set(HeaderName.SUBJECT, "two").addFirst(HeaderName.ALLOW, "ACK").build();

        assertThat(one.all(HeaderName.SUBJECT)).containsExactly("one");
        assertThat(one.size()).isEqualTo(1);
        assertThat(two).extracting(Header::value).containsExactly("ACK", "two");
    }
}
