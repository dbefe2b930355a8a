package io.tandem.sip.dialog;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;

/**
 * Names a dialog as one of its ends sees it (RFC 3261 §12). A peer of RFC 2543 may have no tag: "".
 */
public record DialogId(String callId, String localTag, String remoteTag) {

    /** The dialog that a request from the peer belongs to: its To-tag is ours. */
    public static DialogId ofReceived(SipRequest request) {
        return new DialogId(request.callId(), toTag(request), fromTag(request));
    }

    /** The dialog that a response to a request of ours belongs to: its From-tag is ours. */
    public static DialogId ofReceived(SipResponse response) {
        return new DialogId(response.callId(), fromTag(response), toTag(response));
    }

    private static String fromTag(SipMessage message) {
        return message.fromTag().orElse("");
    }

    private static String toTag(SipMessage message) {
        return message.toTag().orElse("");
    }
}
