package io.tandem.fuzz;

import io.tandem.sip.message.Header;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Multipart;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.util.Arrays;

/** The parser is total, and so is every header that is read later; what was read is written as it came. */
public final class SipMessageFuzz {
    private SipMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        read(SipParser.parse(data), data);
        read(SipParser.parse(data, 0, data.length, ParseLimits.WIDE), data);
    }

    private static void read(ParseResult result, byte[] data) {
        switch (result) {
            case ParseResult.Parsed(SipMessage message) -> {
                sameBytes(message, data);
                touch(message);
                rebuild(message);
            }
            case ParseResult.Malformed malformed -> malformed.answerable()
                    .ifPresent(headers -> SipResponse.to(headers, malformed.status())
                            .reason(malformed.reason())
                            .toTag("m1")
                            .build()
                            .toBytes());
            case ParseResult.KeepAlive _ -> Always.holds(new String(data).isBlank(), "a keep-alive is line ends");
        }
    }

    private static void sameBytes(SipMessage message, byte[] data) {
        byte[] wire = message.toBytes();
        int start = 0;
        while (data[start] == '\r' || data[start] == '\n') {
            start++;
        }
        Always.holds(Arrays.equals(wire, Arrays.copyOfRange(data, start, start + wire.length)), "written as it came");
    }

    /** Reads every header each way that there is. */
    private static void touch(SipMessage message) {
        message.vias();
        message.contacts();
        message.routes();
        message.recordRoutes();
        message.contentType().toOptional().ifPresent(type -> Multipart.parse(type, message.body()));
        message.hasBody();
        message.startLine();
        for (Header header : message.headers()) {
            message.headers().first(header.name());
            message.headers().values(header.name());
            message.addresses(header.name());
        }
        touch(message.from().uri());
        touch(message.to().uri());
        message.contacts().toOptional().ifPresent(contacts -> contacts.forEach(contact -> touch(contact.uri())));
        if (message instanceof SipRequest request) {
            touch(request.requestUri());
        }
        message.toString();
    }

    private static void touch(Uri uri) {
        if (uri instanceof SipUri sip) {
            sip.decodedUser();
            Always.holds(sip.equivalentTo(sip), "a URI is equivalent to itself");
        }
        uri.text();
    }

    /** What is put together from a message that was read can be read: else it would be refused by the far side. */
    private static void rebuild(SipMessage message) {
        byte[] wire = switch (message) {
            case SipRequest request -> request.toBuilder().add(HeaderName.USER_AGENT, "fuzz").build().toBytes();
            case SipResponse response -> response.toBuilder().add(HeaderName.SERVER, "fuzz").build().toBytes();
        };
        ParseResult again = SipParser.parse(wire, 0, wire.length, ParseLimits.WIDE);
        Always.holds(again instanceof ParseResult.Parsed, "what was rebuilt can be read");
        SipMessage read = ((ParseResult.Parsed) again).message();
        Always.holds(read.callId().equals(message.callId()) && read.cseq().equals(message.cseq()), "and is the same");
    }
}
