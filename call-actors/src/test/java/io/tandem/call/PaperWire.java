package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a call on paper puts on the wire, message by message, as the arrows of a flow in an RFC: {@code INVITE to called
 * (sendrecv)}, {@code 180 to caller}. 100 and the ACK to a refusal are the edge's own and not among them.
 */
final class PaperWire {
    private static final Pattern DIRECTION = Pattern.compile("^a=(sendrecv|sendonly|recvonly|inactive)\\r?$",
            Pattern.MULTILINE);

    private final CallOnPaper call;
    private int read;

    PaperWire(CallOnPaper call) {
        this.call = call;
    }

    /** The call has sent these messages, in this order, since it was last looked at, and no other. */
    void sends(String... messages) {
        List<String> sent = new ArrayList<>();
        for (CallEffect effect : call.effects.subList(read, call.effects.size())) {
            arrow(effect).ifPresent(sent::add);
        }
        read = call.effects.size();
        assertThat(sent).containsExactly(messages);
    }

    private static Optional<String> arrow(CallEffect effect) {
        return switch (effect) {
            case CallEffect.SendRequest send -> Optional.of(send.request().method() + to(send.leg())
                    + session(send.request()));
            case CallEffect.SendAck ack -> Optional.of("ACK" + to(ack.leg()) + session(ack.ack()));
            case CallEffect.Cancel cancel -> Optional.of("CANCEL" + to(cancel.leg()));
            case CallEffect.Respond respond -> Optional.of(respond.response().status() + about(respond)
                    + to(respond.leg()) + session(respond.response()));
            case CallEffect _ -> Optional.empty();
        };
    }

    private static String about(CallEffect.Respond respond) {
        SipMethod method = respond.response().cseq().method();
        return method.equals(SipMethod.INVITE) ? "" : " to its " + method;
    }

    private static String to(int leg) {
        return switch (leg) {
            case 0 -> " to caller";
            case 1 -> " to called";
            default -> " to called " + leg;
        };
    }

    /** RFC 8866 §6.7: what says nothing of its direction is sendrecv. */
    private static String session(SipMessage message) {
        if (!message.hasBody()
                || !message.headers().firstOr(HeaderName.CONTENT_TYPE, "").startsWith("application/sdp")) {
            return "";
        }
        Matcher direction = DIRECTION.matcher(new String(message.body(), StandardCharsets.UTF_8));
        return " (" + (direction.find() ? direction.group(1) : "sendrecv") + ")";
    }
}
