package io.tandem.ops.lab.profile;

import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A message of the gateway, and whose it is.
 *
 * @param names how the two ends are called
 * @param description in its body; empty when there is none that can be read
 */
record Seen(SipMessage message, TeamsProfile.Names names, Optional<SessionDescription> description) {

    static Seen of(SipMessage message, TeamsProfile.Names names) {
        return new Seen(message, names, describe(message));
    }

    private static Optional<SessionDescription> describe(SipMessage message) {
        boolean sdp = message.hasBody() && message.contentType()
                .toOptional()
                .filter(type -> type.is("application", "sdp"))
                .isPresent();
        return sdp && Sdp.parse(message.body()) instanceof SdpResult.Parsed(var description)
                ? Optional.of(description)
                : Optional.empty();
    }

    /** "INVITE", "180 to INVITE". */
    String what() {
        return switch (message) {
            case SipRequest request -> request.method().name();
            case SipResponse response -> response.status() + " to " + response.cseq().method().name();
        };
    }

    boolean request(SipMethod method) {
        return message instanceof SipRequest request && request.method().equals(method);
    }

    /** An INVITE that begins a call. */
    boolean firstInvite() {
        return request(SipMethod.INVITE) && message.toTag().isEmpty();
    }

    /** Above 100 and below 300, to an INVITE of ours: what makes or refreshes a dialog. */
    boolean answersInvite() {
        return message instanceof SipResponse response && response.status() > 100 && response.status() < 300
                && response.cseq().method().equals(SipMethod.INVITE);
    }

    boolean success(SipMethod to) {
        return message instanceof SipResponse response && response.success() && response.cseq().method().equals(to);
    }

    List<Address> addresses(HeaderName name) {
        return message.addresses(name).orElse(List.of());
    }

    String header(HeaderName name) {
        return message.headers().firstOr(name, "");
    }

    /** Whether one of a list of tokens is there: in Allow, Supported, Require. */
    boolean lists(HeaderName name, String token) {
        return message.headers().values(name).stream().anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    static Optional<String> host(Uri uri) {
        return uri instanceof SipUri sip ? Optional.of(sip.host()) : Optional.empty();
    }

    /** Whether that host is an address and no name. */
    static boolean literal(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** A number as Microsoft wants it: plus and digits. */
    static boolean e164(String user) {
        return user.length() > 1 && user.length() <= 16 && user.charAt(0) == '+'
                && user.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
