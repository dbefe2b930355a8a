package io.tandem.interworking;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.MessageBuilder;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;

/** A request inside the call that means something to the other side only, and its answer: their content passes. */
public final class PassedRequest {
    private static final List<HeaderName> CONTENT = List.of(HeaderName.CONTENT_DISPOSITION,
            HeaderName.CONTENT_ENCODING, HeaderName.CONTENT_LANGUAGE, HeaderName.MIME_VERSION);
    private static final List<HeaderName> MEANING = List.of(HeaderName.INFO_PACKAGE, HeaderName.EVENT,
            HeaderName.SUBSCRIPTION_STATE);

    private PassedRequest() {}

    /** INFO (RFC 6086), NOTIFY (RFC 6665) and MESSAGE (RFC 3428) inside a dialog. */
    public static boolean passes(SipMethod method) {
        return method.equals(SipMethod.INFO) || method.equals(SipMethod.NOTIFY) || method.equals(SipMethod.MESSAGE);
    }

    /** Completes ours with what the received one says. */
    public static void fill(SipRequest received, SipRequest.Builder ours) {
        copy(received, ours, MEANING);
        content(received, ours);
    }

    /** The answer that the one who asked gets: status, words and content as given. */
    public static SipResponse answer(SipRequest asked, SipResponse given, String server) {
        SipResponse.Builder response = SipResponse.to(asked, given.status())
                .reason(given.reason())
                .add(HeaderName.SERVER, server);
        copy(given, response, List.of(HeaderName.RETRY_AFTER, HeaderName.REASON, HeaderName.RECV_INFO));
        content(given, response);
        return response.build();
    }

    private static void content(SipMessage from, MessageBuilder<?> to) {
        if (from.hasBody()) {
            copy(from, to, CONTENT);
            to.body(from.headers().first(HeaderName.CONTENT_TYPE).orElse("application/octet-stream"), from.body());
        }
    }

    private static void copy(SipMessage from, MessageBuilder<?> to, List<HeaderName> names) {
        Headers headers = from.headers();
        for (HeaderName name : names) {
            if (headers.contains(name)) {
                to.copy(headers, name);
            }
        }
    }
}
