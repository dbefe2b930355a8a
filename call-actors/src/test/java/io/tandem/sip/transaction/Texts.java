package io.tandem.sip.transaction;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Uri;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Messages and flows between a caller at 192.0.2.1 and a callee at 192.0.2.2. */
final class Texts {
    static final String CALLER = "192.0.2.1";
    static final String CALLEE = "192.0.2.2";

    private Texts() {}

    static Flow flowTo(String host, Transport transport) {
        return new Flow("here", transport, new InetSocketAddress(host, 5060), transport.reliable() ? 7 : 0);
    }

    /** A request of the caller without a Via: what its transaction user hands to the layer. */
    static SipRequest.Builder outgoing(SipMethod method, String callId, long cseq) {
        Uri callee = uri("sip:+15550102@192.0.2.2");
        return SipRequest.builder(method, callee)
                .from(address("<sip:+15550101@192.0.2.1>;tag=from-1"))
                .to(
                        address("<sip:+15550102@192.0.2.2>"))
                .callId(callId)
                .cseq(new CSeq(cseq, method))
                .maxForwards(
                        70)
                .contact(address("<sip:192.0.2.1>"));
    }

    /** The same as it arrives at the callee. */
    static SipRequest.Builder incoming(SipMethod method, String branch, long cseq) {
        return outgoing(method, "call-1@192.0.2.1", cseq).via(Via.of("UDP", CALLER, 5060, branch));
    }

    static SipResponse response(SipRequest request, int status, String toTag) {
        SipResponse.Builder response = SipResponse.to(request, status);
        return (toTag.isEmpty() ? response : response.toTag(toTag)).build();
    }

    /** The ACK to a 2xx, as it arrives: on a branch of its own. */
    static SipRequest ackTo(SipResponse answer, String branch) {
        return incoming(SipMethod.ACK, branch, answer.cseq().number()).to(answer.to()).build();
    }

    /** The ACK to a refusal, as it arrives: on the INVITE's branch. */
    static SipRequest ackOnBranchOf(SipRequest invite, SipResponse refusal) {
        return SipRequest.builder(SipMethod.ACK, invite.requestUri())
                .via(invite.topVia())
                .from(invite.from())
                .to(
                        refusal.to())
                .callId(invite.callId())
                .cseq(new CSeq(invite.cseq().number(), SipMethod.ACK))
                .build();
    }

    static SipRequest cancelOf(SipRequest invite) {
        return SipRequest.builder(SipMethod.CANCEL, invite.requestUri())
                .via(invite.topVia())
                .from(invite.from())
                .to(
                        invite.to())
                .callId(invite.callId())
                .cseq(new CSeq(invite.cseq().number(), SipMethod.CANCEL))
                .build();
    }

    static String header(SipMessage message, HeaderName name) {
        return message.headers().firstOr(name, "");
    }

    static SipMessage overTheWire(SipMessage message) {
        return read(message.toBytes());
    }

    static SipMessage read(byte[] wire) {
        ParseResult result = SipParser.parse(wire);
        if (result instanceof ParseResult.Parsed(var parsed)) {
            return parsed;
        }
        throw new AssertionError("not readable: " + new String(wire, StandardCharsets.UTF_8) + ": " + result);
    }

    static Uri uri(String text) {
        return Uri.parse(text).orElseThrow();
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
