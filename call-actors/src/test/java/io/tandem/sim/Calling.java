package io.tandem.sim;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.util.List;

/** How the caller places its call. */
interface Calling {

    /** The INVITE is out. */
    default void asked(CallingPeer caller) {}

    /** The first provisional response of a dialog has come. */
    default void progressed(CallingPeer caller, PeerDialog early) {}

    /** The call is answered. */
    default void answered(CallingPeer caller, PeerDialog dialog, SipResponse answer) {
        caller.acknowledge(dialog, answer, caller.answerTo(answer));
        caller.begin(dialog);
    }

    record Waits() implements Calling {}

    record AcknowledgesLate(int afterMillis) implements Calling {
        @Override
        public void answered(CallingPeer caller, PeerDialog dialog, SipResponse answer) {
            caller.after(afterMillis, () -> caller.acknowledge(dialog, answer, caller.answerTo(answer)));
            caller.begin(dialog);
        }
    }

    record NeverAcknowledges() implements Calling {
        @Override
        public void answered(CallingPeer caller, PeerDialog dialog, SipResponse answer) {
            dialog.agree(List.of());
        }
    }

    /** With no answer to an offer that came late, either. */
    record AcknowledgesWithoutAnswer() implements Calling {
        @Override
        public void answered(CallingPeer caller, PeerDialog dialog, SipResponse answer) {
            caller.acknowledge(dialog, answer, List.of());
            caller.begin(dialog);
        }
    }

    record Cancels(int afterMillis) implements Calling {
        @Override
        public void asked(CallingPeer caller) {
            caller.after(afterMillis, caller::cancel);
        }
    }

    /** Gives up by a BYE in the early dialog (RFC 3261 §15.1.1). */
    record GivesUpByBye(int afterMillis) implements Calling {
        @Override
        public void progressed(CallingPeer caller, PeerDialog early) {
            early.after(afterMillis, () -> caller.giveUp(early));
        }
    }

    /** Says something in the early dialog: tones, mostly. */
    record AsksEarly(SipMethod method, int afterMillis) implements Calling {
        @Override
        public void progressed(CallingPeer caller, PeerDialog early) {
            early.after(afterMillis, () -> caller.askEarly(early, method));
        }
    }
}
