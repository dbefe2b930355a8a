package io.tandem.bench;

import java.nio.charset.StandardCharsets;

/** What is parsed: messages as trunks send them, the same bytes for each parser. */
final class BenchMessages {
    private static final String SDP = """
            v=0
            o=- 4711 4711 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 20000 RTP/AVP 0 8 101
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            """;
    private static final String COMMON = """
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK776asdhds83
            Max-Forwards: 70
            From: "Alice" <sip:+441632960111@192.0.2.10>;tag=1928301774
            To: <sip:+441632960000@192.0.2.1>%s
            Call-ID: a84b4c76e66710@192.0.2.10
            CSeq: %s
            """;

    private BenchMessages() {}

    /** "invite", "ok", "large" or "bye". */
    static byte[] of(String name) {
        String text = switch (name) {
            case "invite" -> withSdp("INVITE sip:+441632960000@192.0.2.1:5060 SIP/2.0\n" + COMMON.formatted("",
                    "314159 INVITE") + "Contact: <sip:+441632960111@192.0.2.10:5060>\n");
            case "ok" -> withSdp("SIP/2.0 200 OK\n" + COMMON.formatted(";tag=a6c85cf", "314159 INVITE")
                    .replace(
                            "Max-Forwards: 70\n", "")
                    + "Contact: <sip:+441632960000@192.0.2.1:5060>\n");
            case "large" -> withSdp(large());
            case "bye" -> "BYE sip:+441632960111@192.0.2.10:5060 SIP/2.0\n" + COMMON.formatted(";tag=a6c85cf",
                    "314160 BYE") + "Content-Length: 0\n\n";
            default -> throw new IllegalArgumentException(name);
        };
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String withSdp(String head) {
        return head + "Content-Type: application/sdp\nContent-Length: " + SDP.replace("\n", "\r\n").length() + "\n\n"
                + SDP;
    }

    private static String large() {
        StringBuilder text = new StringBuilder("INVITE sip:+441632960000@192.0.2.1:5060;user=phone SIP/2.0\n");
        for (int hop = 1; hop <= 3; hop++) {
            text.append("Via: SIP/2.0/UDP 192.0.2.")
                    .append(20 + hop)
                    .append(":5060;branch=z9hG4bKhop")
                    .append(hop)
                    .append(";received=192.0.2.9\n");
            text.append("Record-Route: <sip:192.0.2.").append(20 + hop).append(";lr;ftag=1928301774>\n");
        }
        return text.append(COMMON.formatted("", "314159 INVITE")).append("""
                Contact: <sip:+441632960111@192.0.2.10:5060;transport=udp>;expires=3600
                Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, REFER, NOTIFY
                Supported: 100rel, timer, replaces, histinfo
                Session-Expires: 1800;refresher=uac
                Min-SE: 90
                User-Agent: Operator core 12.4.1
                Accept: application/sdp, multipart/mixed
                Date: Thu, 26 Nov 2026 21:00:00 GMT
                P-Asserted-Identity: "Alice" <sip:+441632960111@192.0.2.10>, <tel:+441632960111>
                P-Charging-Vector: icid-value=1234bc9876e;icid-generated-at=192.0.2.6;orig-ioi=home1.net
                P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=234151D0FCE11
                Privacy: none
                P-Early-Media: supported
                History-Info: <sip:+441632960001@192.0.2.1>;index=1, <sip:+441632960000@192.0.2.1>;index=1.1
                Priority: normal
                Subject: A call
                Timestamp: 54
                Reason: Q.850;cause=16;text="Terminated"
                X-Correlation: 1f2e3d4c5b6a
                """).toString();
    }
}
