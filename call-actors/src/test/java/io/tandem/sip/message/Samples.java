package io.tandem.sip.message;

/** An ordinary call's messages, as a core sends them. */
final class Samples {
    static final String SDP = """
            v=0
            o=- 20518 0 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 54400 RTP/AVP 0 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            """;

    static final String INVITE = """
            INVITE sip:+441632960100@192.0.2.1:5060;user=phone SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKnashds8;rport
            Via: SIP/2.0/TCP [2001:db8::9:1]:5062;branch=z9hG4bK77
            Max-Forwards: 70
            From: "Alice O'Neill" <sip:+441632960001@core.example.com;user=phone>;tag=1928301774
            To: <sip:+441632960100@192.0.2.1;user=phone>
            Call-ID: a84b4c76e66710@192.0.2.10
            CSeq: 314159 INVITE
            Contact: <sip:+441632960001@192.0.2.10:5060>
            Allow: INVITE, ACK, CANCEL, BYE
            X-Trace:   one,two
            Content-Type: application/sdp
            Content-Length: 155

            """ + SDP;

    static final String OK = """
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKnashds8;rport=5060;received=192.0.2.10
            From: <sip:a@example.com>;tag=1
            To: <sip:b@example.com>;tag=2
            Call-ID: x@y
            CSeq: 1 INVITE
            Record-Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>
            Record-Route: <sip:p3.example.com;lr>
            Contact: sip:b@192.0.2.4;expires=60
            Content-Length: 0

            """;

    private Samples() {}
}
