package io.tandem.ops.trace;

import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Messages for tests, between 192.0.2.1:5060, which is we, and 192.0.2.9:5070. */
final class Seen {
    static final InetSocketAddress WE = new InetSocketAddress("192.0.2.1", 5060);
    static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.9", 5070);

    private Seen() {}

    static SeenMessage message(boolean sent, String wire) {
        return new SeenMessage(sent, 1_700_000_000_123_456L, wire.getBytes(StandardCharsets.UTF_8), Transport.UDP, WE,
                PEER);
    }

    static String request(String method, String cseqMethod, String branch, String fromTag, String toTag) {
        return head(method + " sip:+442079460000@192.0.2.1 SIP/2.0", cseqMethod, branch, fromTag, toTag);
    }

    static String response(String status, String cseqMethod, String branch, String fromTag, String toTag) {
        return head("SIP/2.0 " + status, cseqMethod, branch, fromTag, toTag);
    }

    private static String head(String startLine, String cseqMethod, String branch, String fromTag, String toTag) {
        return """
                %s
                Via: SIP/2.0/UDP 192.0.2.9:5070;branch=%s
                From: <sip:+441632960111@192.0.2.9>;tag=%s
                To: <sip:+442079460000@192.0.2.1>%s
                Call-ID: one@192.0.2.9
                CSeq: 1 %s
                Max-Forwards: 70
                Content-Length: 0

                """.formatted(startLine, branch, fromTag, toTag.isEmpty() ? "" : ";tag=" + toTag, cseqMethod)
                .replace("\n", "\r\n");
    }
}
