package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
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
    static final int MAX_FORWARDS = 70;
    /** What a branch of RFC 3261 begins with (§8.1.1.7). */
    private static final String MAGIC_COOKIE = "z9hG4bK";

    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6]\\d\\d)\\b");

    private UaMessages() {}

    /** An INVITE with an offer. */
    static SipRequest invite(CallOrder order, UaSelf self, String callId, Optional<Dialog> replaced) {
        String gateway = self.gatewayName().isEmpty()
                ? bracketed(order.gateway().getAddress().getHostAddress())
                : self.gatewayName();
        SipUri target = SipUri.of(order.called(), gateway, order.gateway().getPort())
                .withParameter("user",
                        "phone");
        SipUri own = (SipUri) self.contact().uri();
        SipUri from = SipUri.of(order.calling(), own.host(), -1).withParameter("user", "phone");
        SipUri to = SipUri.of(order.called(), gateway, -1).withParameter("user", "phone");
        SipRequest.Builder invite = SipRequest.builder(SipMethod.INVITE, target)
                .maxForwards(MAX_FORWARDS)
                .from(Address.of(from).withTag(self.tag()))
                .to(Address.of(to))
                .callId(callId)
                .cseq(new CSeq(1, SipMethod.INVITE))
                .contact(self.contact());
        present(invite, self);
        SessionTimer timer = self.manner().timer();
        if (timer.wanted()) {
            expires(invite, timer.expiresSeconds(), timer.refresher());
            invite.add(HeaderName.MIN_SE, Integer.toString(timer.leastSeconds()));
        }
        self.manner().inviteHeaders().forEach(header -> invite.add(header.name(), header.value()));
        replaced.ifPresent(dialog -> invite.add(HeaderName.REPLACES, replaces(dialog.id()))
                .add(HeaderName.REQUIRE,
                        "replaces"));
        return invite.body(ContentType.SDP, Sdp.toBytes(self.media().offer())).build();
    }

    /** The same INVITE once more, with the session interval that a 422 wanted (RFC 4028 §7.3). */
    static SipRequest longer(SipRequest invite, int seconds) {
        return invite.toBuilder()
                .cseq(new CSeq(invite.cseq().number() + 1, SipMethod.INVITE))
                .set(HeaderName.SESSION_EXPIRES, Integer.toString(seconds))
                .set(HeaderName.MIN_SE, Integer.toString(seconds))
                .build();
    }

    /** RFC 3891 §6.1: the to-tag is the one of who is to read this. */
    private static String replaces(DialogId id) {
        return id.callId() + ";to-tag=" + id.remoteTag() + ";from-tag=" + id.localTag();
    }

    private static void present(SipRequest.Builder request, UaSelf self) {
        request.add(HeaderName.ALLOW, self.manner().allow()).add(HeaderName.USER_AGENT, self.userAgent());
        if (!self.manner().supported().isEmpty()) {
            request.add(HeaderName.SUPPORTED, self.manner().supported());
        }
    }

    private static void expires(SipRequest.Builder request, int seconds, String refresher) {
        request.add(HeaderName.SESSION_EXPIRES, seconds + (refresher.isEmpty() ? "" : ";refresher=" + refresher));
    }

    /** The id of our request of that number in the dialog; our tag makes it ours alone. */
    static ClientTransactionId id(SipMethod method, String tag, long number) {
        return new ClientTransactionId(MAGIC_COOKIE + tag + method.name().charAt(0) + number, method);
    }

    /** @param rseq of a reliable one; 0 for one that is not */
    static SipResponse provisional(SipRequest invite, int status, UaSelf self,
            Optional<SessionDescription> description, long rseq) {
        SipResponse.Builder response = SipResponse.to(invite, status).toTag(self.tag()).contact(self.contact());
        if (rseq > 0) {
            response.add(HeaderName.REQUIRE, "100rel").add(HeaderName.RSEQ, Long.toString(rseq));
        }
        description.ifPresent(answer -> response.body(ContentType.SDP, Sdp.toBytes(answer)));
        return response.build();
    }

    /** The number of a reliable response; 0 for any other. */
    static long rseq(SipResponse response) {
        String value = response.headers().firstOr(HeaderName.RSEQ, "").strip();
        return lists(response, HeaderName.REQUIRE, "100rel") && value.matches("\\d{1,10}") ? Long.parseLong(value) : 0;
    }

    static String rack(long rseq, SipRequest invite) {
        return rseq + " " + invite.cseq().number() + " INVITE";
    }

    static boolean lists(SipMessage message, HeaderName name, String option) {
        return message.headers().values(name).stream().anyMatch(value -> value.strip().equals(option));
    }

    /** A 200 to an INVITE, the first or a further one. */
    static SipResponse answered(SipRequest invite, UaSelf self, SessionDescription description) {
        SipResponse.Builder response = SipResponse.to(invite, 200)
                .toTag(self.tag())
                .contact(self.contact())
                .add(HeaderName.ALLOW, self.manner().allow())
                .add(HeaderName.SERVER, self.userAgent());
        if (!self.manner().supported().isEmpty()) {
            response.add(HeaderName.SUPPORTED, self.manner().supported());
        }
        int seconds = Refreshing.answered(invite, self.manner().timer());
        if (seconds > 0) {
            response.add(HeaderName.SESSION_EXPIRES, seconds + ";refresher=" + Refreshing.refresherOf(invite));
            if (Refreshing.supports(invite)) {
                response.add(HeaderName.REQUIRE, "timer");
            }
        }
        return response.body(ContentType.SDP, Sdp.toBytes(description)).build();
    }

    /** 422 (RFC 4028 §9). */
    static SipResponse tooShort(SipRequest invite, UaSelf self) {
        return SipResponse.to(invite, 422)
                .toTag(self.tag())
                .add(HeaderName.MIN_SE, Integer.toString(self.manner().timer().leastSeconds()))
                .build();
    }

    /** A re-INVITE; without a description it asks for one. It keeps the session timer as it is. */
    static Dialog.Numbered reinvite(Dialog dialog, UaSelf self, Optional<SessionDescription> description,
            Refreshing refreshing) {
        Dialog.Numbered numbered = dialog.newRequest(SipMethod.INVITE, self.contact(), MAX_FORWARDS);
        present(numbered.request(), self);
        if (refreshing.seconds() > 0) {
            expires(numbered.request(), refreshing.seconds(), refreshing.ours() ? "uac" : "uas");
        }
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

    static SipResponse plain(SipRequest request, int status, String tag, Manner manner) {
        return SipResponse.to(request, status).toTag(tag).add(HeaderName.ALLOW, manner.allow()).build();
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
