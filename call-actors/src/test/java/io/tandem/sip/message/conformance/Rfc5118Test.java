package io.tandem.sip.message.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.sdp.Connection;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.Problem;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Via;
import io.tandem.sip.message.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The messages of RFC 5118: IPv6 in SIP and in its bodies. */
class Rfc5118Test {
    private static final Map<String, byte[]> MESSAGES = TortureMessages.of("/torture/rfc5118.txt");

    private static SipRequest request(String name) {
        byte[] bytes = MESSAGES.get(name);
        SipMessage message = Wire.message(SipParser.parse(bytes));
        assertThat(message.toBytes()).isEqualTo(bytes);
        return (SipRequest) message;
    }

    private static SipUri target(String name) {
        return (SipUri) request(name).requestUri();
    }

    private static SessionDescription sdp(String name) {
        SdpResult result = Sdp.parse(request(name).body());
        assertThat(result).isInstanceOf(SdpResult.Parsed.class);
        return ((SdpResult.Parsed) result).description();
    }

    private static List<String> connections(SessionDescription sdp) {
        return sdp.media().stream().map(media -> sdp.connectionOf(media).map(Connection::address).orElse("")).toList();
    }

    @Test
    void theTwelveAreThere() {
        assertThat(MESSAGES).hasSize(12);
    }

    /** §4.1. */
    @Test
    void anIpv6ReferenceIsAHost() {
        assertThat(target("ipv6-good").host()).isEqualTo("[2001:db8::10]");
        assertThat(request("ipv6-good").topVia().host()).isEqualTo("[2001:db8::9:1]");
        assertThat(((SipUri) request("ipv6-good").contacts().toOptional().orElseThrow().getFirst().uri()).host())
                .isEqualTo("[2001:db8::1]");
    }

    /** §4.2: 400. */
    @Test
    void anIpv6AddressWithoutItsBracketsIsNoHost() {
        ParseResult.Malformed refused = Wire.malformed(SipParser.parse(MESSAGES.get("ipv6-bad")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo(Problem.START_LINE);
        assertThat(refused.answerable()).isPresent();
    }

    /** §4.3 and §4.4: what stands within the brackets is address. */
    @Test
    void thePortIsWhatStandsBehindTheBrackets() {
        assertThat(target("port-ambiguous").host()).isEqualTo("[2001:db8::10:5070]");
        assertThat(target("port-ambiguous").port()).isEqualTo(-1);
        assertThat(target("port-unambiguous").host()).isEqualTo("[2001:db8::10]");
        assertThat(target("port-unambiguous").port()).isEqualTo(5070);
    }

    /** §4.5: received is read with brackets and without. */
    @Test
    void receivedIsReadWithBracketsAndWithout() {
        assertThat(request("via-received-param-with-delim").topVia().received()).contains("[2001:db8::9:255]");
        assertThat(request("via-received-param-no-delim").topVia().received()).contains("2001:db8::9:255");
        assertThat(request("via-received-param-no-delim").topVia().branch()).contains("z9hG4bKas3");
    }

    /** §4.6. */
    @Test
    void aBodyMayHaveIpv6Addresses() {
        assertThat(connections(sdp("ipv6-in-sdp"))).containsExactly("2001:db8::20", "2001:db8::20");
        assertThat(sdp("ipv6-in-sdp").origin().address()).isEqualTo("2001:db8::20");
    }

    /** The lengths that the RFC prints by mistake: too long a one is refused, what is beyond one is discarded (§18.3). */
    @Test
    void theLengthThatIsPrintedForABodyRules() {
        assertThat(Wire.malformed(SipParser.parse(printed("ipv6-in-sdp", 251, 268))).problem()).isEqualTo(
                Problem.CONTENT_LENGTH);
        assertThat(Wire.message(SipParser.parse(printed("mult-ip-in-sdp", 189, 181))).body()).hasSize(181);
        assertThat(Wire.message(SipParser.parse(printed("ipv4-mapped-ipv6", 245, 236))).body()).hasSize(236);
    }

    private static byte[] printed(String name, int is, int printed) {
        return Wire.text(MESSAGES.get(name))
                .replace("Length: " + is, "Length: " + printed)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** §4.7. */
    @Test
    void bothFamiliesMayStandInHeaders() {
        assertThat(request("mult-ip-in-header").vias()).extracting(Via::host)
                .containsExactly("[2001:db8::9:1]",
                        "192.0.2.1", "[2001:db8::9:255]");
        assertThat(request("mult-ip-in-header").topVia().port()).isEqualTo(6050);
        assertThat(request("mult-ip-in-header").vias().getLast().received()).contains("192.0.2.200");
    }

    /** §4.8. */
    @Test
    void bothFamiliesMayStandInABody() {
        assertThat(connections(sdp("mult-ip-in-sdp"))).containsExactly("192.0.2.1", "2001:db8::1");
    }

    /** §4.9. */
    @Test
    void anIpv4MappedAddressIsAHost() {
        assertThat(request("ipv4-mapped-ipv6").vias()).extracting(Via::host)
                .containsExactly("[::ffff:192.0.2.10]",
                        "[::ffff:192.0.2.2]");
        assertThat(connections(sdp("ipv4-mapped-ipv6"))).containsExactly("::ffff:192.0.2.2", "::ffff:192.0.2.2");
    }

    /** §4.10: three colons, which RFC 3261's grammar writes by mistake, are tolerated, as two are. */
    @Test
    void threeColonsAreTolerated() {
        assertThat(target("ipv6-bug-abnf-3-colons").user()).contains("user");
        assertThat(target("ipv6-correct-abnf-2-colons").host()).isEqualTo("[2001:db8::192.0.2.1]");
    }
}
