package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 256 bytes of Request-URI (F-134) are enough for what networks write, each at its longest. */
class RequestUriLengthTest {
    /** F-162: the name that a trunk of Direct Routing may have, at its longest. */
    private static final String TRUNK = "customer10." + "r".repeat(25) + ".example.com";
    private static final String NUMBER = "+123456789012345"; // E.164 at its longest
    private static final String CORE = "sbc-2.region-west.interconnect.operator.example.com:5061";
    private static final String TENANT = "5f1a0b1c-2d3e-4f50-8a9b-0c1d2e3f4a5b";

    static Stream<Arguments> uris() {
        return Stream.of(
                Arguments.of("Direct Routing, a number with an extension, forwarded (TSP-67, TSP-97, NUM-5)",
                        "sip:" + NUMBER + ";ext=1234567@" + TRUNK + ":5061;user=phone;transport=tls;cause=302"),
                Arguments.of("in a dialog: our Contact of a customer of Direct Routing (TSP-64)",
                        "sip:07abcdefghij01234567-999@" + TRUNK + ":5061;transport=tls"),
                Arguments.of("in a dialog: our Contact with the tenant (F-29)",
                        "sip:07abcdefghij01234567-999;tgrp=" + TENANT + ";trunk-context=teams.operator.example.com@"
                                + CORE + ";transport=tls"),
                Arguments.of("number portability, carrier and trunk group (RFC 4694, RFC 4904)",
                        "sip:" + NUMBER + ";npdi;rn=" + NUMBER + ";cic=+1-0288;tgrp=TG-WEST-0042;trunk-context="
                                + "operator.example.com@" + CORE + ";user=phone;transport=tls"),
                Arguments.of("a redirection with its reason and target (RFC 4458)",
                        "sip:" + NUMBER + "@" + CORE + ";user=phone;target=sip%3A%2B123456789012345%40ims.mnc015"
                                + ".mcc234.3gppnetwork.org%3Buser%3Dphone;cause=486;transport=tls"),
                Arguments.of("a telephone number with all that RFC 3966 gives it",
                        "tel:" + NUMBER + ";ext=1234567;isub=12345678901234567890;npdi;rn=" + NUMBER + ";cic=+1-0288"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uris")
    @Tag("F-134")
    void whatNetworksWriteIsRead(String what, String uri) {
        assertThat(SipParser.parse(options(uri))).as("%s, %d bytes", what, uri.length())
                .isInstanceOfSatisfying(ParseResult.Parsed.class, read -> assertThat(((SipRequest) read.message())
                        .requestUri()
                        .text()).isEqualTo(uri));
        assertThat(uri.length()).isLessThan(200);
    }

    /** TSP-126: the 400 characters of a Refer-To are a header's, and no Request-URI that anybody sends us. */
    @Test
    @Tag("TSP-126")
    void aReferToMayBeLonger() {
        String referTo = "Refer-To: <sip:sip.pstnhub.microsoft.com;x-m=" + "e".repeat(380) + ">\r\n";
        String refer = new String(options("sip:07abcdefghij01234567-1@" + TRUNK), StandardCharsets.US_ASCII)
                .replace("OPTIONS", "REFER")
                .replace("Max-Forwards", referTo + "Max-Forwards");
        assertThat(SipParser.parse(refer.getBytes(StandardCharsets.US_ASCII))).isInstanceOf(ParseResult.Parsed.class);
    }

    private static byte[] options(String uri) {
        return ("OPTIONS " + uri + " SIP/2.0\r\nVia: SIP/2.0/TLS h;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                + "From: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
