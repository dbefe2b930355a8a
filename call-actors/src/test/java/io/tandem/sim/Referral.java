package io.tandem.sim;

import io.tandem.call.CallState;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;

/** A REFER as its sender has it: whether it was accepted, and what it is told of it. */
final class Referral {
    private final PeerDialog dialog;
    private final InCall.Refers manner;
    private boolean accepted;
    private boolean concluded;
    private boolean left;
    private boolean unsubscribed;
    private long lastNumber = -1;

    Referral(PeerDialog dialog, InCall.Refers manner) {
        this.dialog = dialog;
        this.manner = manner;
    }

    void answered(SipResponse response) {
        accepted |= response.success();
    }

    void notified(SipRequest notify) {
        if (notify.cseq().number() <= lastNumber) { // overtaken by a later one
            return;
        }
        lastNumber = notify.cseq().number();
        if (manner.quiet()) {
            violated("is told of a REFER that it wanted to hear nothing of");
        } else if (concluded) {
            violated("is told more after the last word");
        }
        accepted = true; // a NOTIFY may overtake the 202 (RFC 3515 §2.4.4)
        concluded = notify.headers().firstOr(HeaderName.SUBSCRIPTION_STATE, "").startsWith("terminated");
        boolean taken = new String(notify.body(), StandardCharsets.US_ASCII).startsWith("SIP/2.0 200");
        if (concluded && taken && left && goesOn()) {
            violated("is told that the call is taken after BYE (TRAP-19)");
        } else if (concluded && taken && manner.follows()) {
            dialog.after(manner.leaveMillis(), dialog::hangUp);
        }
    }

    /** Who answers a NOTIFY with 481 is told no more (RFC 6665 §4.2.2). */
    void refused() {
        unsubscribed = true;
    }

    /** Our node hangs up, with the whole call perhaps; by then it has also said what came of the REFER. */
    void left() {
        left = true;
        dialog.peer().after(PeerDialog.GOODBYE_MILLIS, this::mustBeConcluded);
    }

    /** What a process that died had to say is lost. */
    private void mustBeConcluded() {
        boolean owed = accepted && !concluded && !unsubscribed && !manner.quiet();
        if (owed && dialog.peer().world().gateway().process() == 1) {
            violated("is never told what came of its REFER");
        }
    }

    /** What ends as a whole says all its last words in one breath, and the network may turn them round. */
    private boolean goesOn() {
        return dialog.peer()
                .world()
                .gateway()
                .calls()
                .stream()
                .anyMatch(
                        call -> dialog.id().remoteTag().startsWith(call.id().value())
                                && call.state() instanceof CallState.Talking);
    }

    private void violated(String what) {
        dialog.peer().world().witness().violated(dialog.peer() + " " + what);
    }
}
