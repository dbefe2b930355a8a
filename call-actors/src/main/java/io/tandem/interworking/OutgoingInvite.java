package io.tandem.interworking;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import java.util.List;
import java.util.Optional;

/**
 * The INVITE that the called side gets, made from the one that the caller sent. A new dialog of ours: own Call-ID, tag,
 * Contact, CSeq; of the caller's only what is meant end to end. Nothing shows where it came from (TSP-68, F-196).
 */
public final class OutgoingInvite {
    private static final int MAX_FORWARDS_DEFAULT = 70; // RFC 3261 §8.1.1.6
    private static final List<HeaderName> END_TO_END = List.of(HeaderName.SUBJECT, HeaderName.PRIORITY,
            HeaderName.ACCEPT_LANGUAGE, HeaderName.DATE);

    private OutgoingInvite() {}

    /**
     * What the new INVITE is addressed by.
     *
     * @param parties who calls whom, in the form of the target's network
     * @param host target's host
     * @param port target's port
     * @param ourHost the host that the target knows us by
     * @param callId our Call-ID for the new dialog
     * @param localTag our tag in it
     * @param contact our Contact on it
     * @param userAgent what we call ourselves
     */
    public record Addressing(Parties parties, String host, int port, String ourHost, String callId,
            String localTag, Address contact, String userAgent) {}

    /** @return the INVITE without a Via, which the transaction layer adds, and without a body */
    public static SipRequest.Builder of(SipRequest received, Addressing to) {
        Uri target = at(to.parties().requestUri(), to.host(), to.port());
        Uri toUri = at(to.parties().to(), to.host(), -1);
        int hops = received.maxForwards() < 0 ? MAX_FORWARDS_DEFAULT : received.maxForwards() - 1;
        SipRequest.Builder invite = SipRequest.builder(SipMethod.INVITE, target)
                .add(HeaderName.MAX_FORWARDS,
                        Integer.toString(hops))
                .add(HeaderName.FROM, ours(to.parties().from(), to.ourHost()).withTag(to.localTag()).text())
                .add(HeaderName.TO,
                        new Address(Optional.empty(), toUri, Parameters.EMPTY).text())
                .add(HeaderName.CALL_ID,
                        to.callId())
                .add(HeaderName.CSEQ, "1 INVITE")
                .add(HeaderName.CONTACT,
                        to.contact().text())
                .add(HeaderName.ALLOW, Methods.ALLOW)
                .add(HeaderName.SUPPORTED, Methods.SUPPORTED)
                .add(
                        HeaderName.USER_AGENT, to.userAgent());
        copyEndToEnd(received.headers(), invite);
        alert(received.headers(), invite);
        for (Address identity : to.parties().identities()) {
            invite.add(HeaderName.P_ASSERTED_IDENTITY, ours(identity, to.ourHost()).text());
        }
        to.parties().privacy().ifPresent(privacy -> invite.add(HeaderName.PRIVACY, privacy));
        Forwarded forwarded = to.parties().forwarded();
        for (Address party : forwarded.parties()) {
            invite.add(forwarded.header(), ours(party, to.ourHost()).text());
        }
        return invite;
    }

    /** Which part of the body says where the caller is (RFC 6442): of emergency calls, towards the core. */
    public static void copyLocation(SipRequest received, SipRequest.Builder invite) {
        if (received.headers().contains(HeaderName.GEOLOCATION)) {
            invite.copy(received.headers(), HeaderName.GEOLOCATION);
        }
    }

    /** How it is to ring, where that is a name that anybody knows (RFC 7462); a place to fetch a tone from stays here. */
    private static void alert(Headers received, SipRequest.Builder invite) {
        if (received.contains(HeaderName.ALERT_INFO)) {
            for (String value : received.values(HeaderName.ALERT_INFO)) {
                if (value.regionMatches(true, 0, "<urn:alert:", 0, 11)) {
                    invite.add(HeaderName.ALERT_INFO, value);
                }
            }
        }
    }

    private static void copyEndToEnd(Headers received, SipRequest.Builder invite) {
        for (HeaderName name : END_TO_END) {
            if (received.contains(name)) {
                invite.copy(received, name);
            }
        }
    }

    private static Uri at(Uri called, String host, int port) {
        return called instanceof SipUri sip ? sip.withHostPort(host, port) : called;
    }

    /** It names a subscriber; the host that it waits for is ours, so that it names no network (TSP-91). */
    private static Address ours(Address party, String ourHost) {
        return party.uri() instanceof SipUri sip && sip.host().isEmpty()
                ? party.withUri(sip.withHostPort(ourHost, -1))
                : party;
    }
}
