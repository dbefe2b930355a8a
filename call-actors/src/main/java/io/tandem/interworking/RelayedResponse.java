package io.tandem.interworking;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.ReasonPhrases;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import java.util.List;
import java.util.Optional;

/** The response that the caller gets, made from the one that the called side gave. */
public final class RelayedResponse {
    private RelayedResponse() {}

    /**
     * A provisional response or a 2xx: status and words as given, dialog and Contact ours.
     *
     * @return without a body
     */
    public static SipResponse.Builder progress(SipRequest invite, SipResponse given, String localTag, Address contact,
            String server) {
        return progress(invite, given, given.status(), localTag, contact, server);
    }

    /** The same under another status, with that one's words (TSP-97). */
    public static SipResponse.Builder progress(SipRequest invite, SipResponse given, int status, String localTag,
            Address contact, String server) {
        SipResponse.Builder response = SipResponse.to(invite, status)
                .reason(status == given.status() ? given.reason() : ReasonPhrases.of(status))
                .toTag(localTag)
                .add(HeaderName.CONTACT,
                        contact.text())
                .add(HeaderName.ALLOW, Methods.ALLOW);
        if (status >= 200) { // RFC 3261 §13.3.1.4
            response.add(HeaderName.SUPPORTED, Methods.SUPPORTED);
        }
        return response.add(HeaderName.SERVER, server);
    }

    /** A 183 of our own, while the called side is silent: without a description, so that it binds nobody (TSP-122). */
    public static SipResponse ownProgress(SipRequest invite, String localTag, Address contact, String server) {
        return SipResponse.to(invite, 183)
                .toTag(localTag)
                .add(HeaderName.CONTACT, contact.text())
                .add(HeaderName.ALLOW, Methods.ALLOW)
                .add(HeaderName.SERVER, server)
                .build();
    }

    /**
     * A refusal, passed across with its reason. A redirection keeps its users and gets our host: what it names is
     * reached through us, and the far topology stays hidden.
     */
    public static SipResponse refusal(SipRequest invite, SipResponse given, String localTag, Address contact,
            String server) {
        SipResponse.Builder response = SipResponse.to(invite, given.status())
                .reason(given.reason())
                .toTag(
                        localTag)
                .add(HeaderName.SERVER, server);
        Headers received = given.headers();
        if (received.contains(HeaderName.RETRY_AFTER)) {
            response.copy(received, HeaderName.RETRY_AFTER);
        }
        Reasons.along(given).forEach(value -> response.add(HeaderName.REASON, value));
        if (given.status() >= 300 && given.status() < 400) {
            redirections(given, contact).forEach(to -> response.add(HeaderName.CONTACT, to.text()));
        }
        return response.build();
    }

    private static List<Address> redirections(SipResponse given, Address contact) {
        if (!(given.contacts() instanceof Field.Present(List<Address> targets))
                || !(contact.uri() instanceof SipUri ours)) {
            return List.of();
        }
        return targets.stream().map(target -> throughUs(target, ours)).flatMap(Optional::stream).toList();
    }

    private static Optional<Address> throughUs(Address target, SipUri ours) {
        if (!(target.uri() instanceof SipUri sip) || sip.user().isEmpty()) {
            return Optional.empty();
        }
        SipUri uri = new SipUri(false, sip.user(), Optional.empty(), ours.host(), ours.port(), Parameters.EMPTY, "");
        return Optional.of(new Address(Optional.empty(), uri, Parameters.EMPTY));
    }
}
