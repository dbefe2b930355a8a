package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.transaction.ClientTransactionId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages of an agent. */
final class UaMessages {
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY";
    private static final int MAX_FORWARDS = 70;
    /** What a branch of RFC 3261 begins with (§8.1.1.7). */
    private static final String MAGIC_COOKIE = "z9hG4bK";

    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6]\\d\\d)\\b");

    private UaMessages() {}

    /** An INVITE with an offer. */
    static SipRequest invite(CallOrder order, UaSelf self, String callId) {
        String gateway = self.gatewayName().isEmpty()
                ? bracketed(order.gateway().getAddress().getHostAddress())
                : self.gatewayName();
        SipUri target = SipUri.of(order.called(), gateway, order.gateway().getPort())
                .withParameter("user",
                        "phone");
        SipUri own = (SipUri) self.contact().uri();
        SipUri from = SipUri.of(order.calling(), own.host(), -1).withParameter("user", "phone");
        SipUri to = SipUri.of(order.called(), gateway, -1).withParameter("user", "phone");
        return SipRequest.builder(SipMethod.INVITE, target)
                .maxForwards(MAX_FORWARDS)
                .from(
                        Address.of(from).withTag(self.tag()))
                .to(Address.of(to))
                .callId(callId)
                .cseq(
                        new CSeq(1, SipMethod.INVITE))
                .contact(self.contact())
                .add(HeaderName.ALLOW, ALLOW)
                .add(
                        HeaderName.USER_AGENT, self.userAgent())
                .body(ContentType.SDP,
                        Sdp.toBytes(self.media().offer()))
                .build();
    }

    /** The id of our request of that number in the dialog; our tag makes it ours alone. */
    static ClientTransactionId id(SipMethod method, String tag, long number) {
        return new ClientTransactionId(MAGIC_COOKIE + tag + method.name().charAt(0) + number, method);
    }

    static SipResponse ringing(SipRequest invite, UaSelf self) {
        return SipResponse.to(invite, 180).toTag(self.tag()).contact(self.contact()).build();
    }

    static SipResponse answered(SipRequest invite, UaSelf self, SessionDescription description) {
        return SipResponse.to(invite, 200)
                .toTag(self.tag())
                .contact(self.contact())
                .add(HeaderName.ALLOW, ALLOW)
                .add(
                        HeaderName.SERVER, self.userAgent())
                .body(ContentType.SDP, Sdp.toBytes(description))
                .build();
    }

    /** A re-INVITE; without a description it asks for one. */
    static Dialog.Numbered reinvite(Dialog dialog, UaSelf self, Optional<SessionDescription> description) {
        Dialog.Numbered numbered = dialog.newRequest(SipMethod.INVITE, self.contact(), MAX_FORWARDS);
        numbered.request().add(HeaderName.ALLOW, ALLOW).add(HeaderName.USER_AGENT, self.userAgent());
        description.ifPresent(offer -> numbered.request().body(ContentType.SDP, Sdp.toBytes(offer)));
        return numbered;
    }

    static Dialog.Numbered refer(Dialog dialog, UaSelf self, ScriptStep.Refer step) {
        Dialog.Numbered numbered = dialog.newRequest(SipMethod.REFER, self.contact(), MAX_FORWARDS);
        numbered.request().add(HeaderName.USER_AGENT, self.userAgent()).add(HeaderName.REFER_TO, step.referTo());
        if (!step.referredBy().isEmpty()) {
            numbered.request().add(HeaderName.REFERRED_BY, step.referredBy());
        }
        return numbered;
    }

    /** The status in the body of a NOTIFY about a transfer (RFC 3515 §2.4.5); 0 when it has none. */
    static int progress(SipRequest notify) {
        boolean fragment = notify.hasBody() && notify.contentType()
                .toOptional()
                .filter(type -> type.is("message", "sipfrag"))
                .isPresent();
        Matcher line = STATUS_LINE.matcher(fragment ? new String(notify.body(), StandardCharsets.UTF_8) : "");
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** The ACK that answers the offer in that response. */
    static SipRequest ack(Dialog dialog, SipResponse response, SessionDescription answer) {
        return dialog.ack(response.cseq().number(), MAX_FORWARDS)
                .body(ContentType.SDP, Sdp.toBytes(answer))
                .build();
    }

    static SipResponse plain(SipRequest request, int status, String tag) {
        return SipResponse.to(request, status).toTag(tag).add(HeaderName.ALLOW, ALLOW).build();
    }

    static SipRequest ack(Dialog dialog, SipResponse response) {
        return dialog.ack(response.cseq().number(), MAX_FORWARDS).build();
    }

    static Dialog.Numbered bye(Dialog dialog, UaSelf self) {
        Dialog.Numbered numbered = dialog.newRequest(SipMethod.BYE, self.contact(), MAX_FORWARDS);
        numbered.request()
                .add(HeaderName.USER_AGENT, self.userAgent())
                .add(HeaderName.REASON,
                        "Q.850;cause=16;text=\"Normal call clearing\"");
        return numbered;
    }

    /** The description in the body; empty when there is none that can be read. */
    static Optional<SessionDescription> description(SipMessage message) {
        boolean sdp = message.hasBody() && message.contentType()
                .toOptional()
                .filter(
                        type -> type.is("application", "sdp"))
                .isPresent();
        return sdp && Sdp.parse(message.body()) instanceof SdpResult.Parsed(var description)
                ? Optional.of(description)
                : Optional.empty();
    }

    /** The codec to speak by the far end's answer to our offer: empty when it takes none of ours. */
    static Optional<Codec> speech(SessionDescription answer) {
        return RemoteMedia.of(answer)
                .filter(remote -> remote.rtpPort() != 0)
                .flatMap(remote -> remote.codecs().stream().filter(UaMessages::spoken).findFirst());
    }

    private static boolean spoken(Codec codec) {
        return codec.sameEncoding(Codec.PCMA) || codec.sameEncoding(Codec.PCMU);
    }

    static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
