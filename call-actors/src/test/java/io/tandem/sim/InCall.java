package io.tandem.sim;

import io.tandem.sip.message.SipMethod;
import java.util.List;

/** What a peer does of its own accord in a call that is up. */
interface InCall {

    /** The peer has sent or received the answer. */
    void up(PeerDialog dialog);

    record HangsUp(int afterMillis) implements InCall {
        @Override
        public void up(PeerDialog dialog) {
            dialog.after(afterMillis, dialog::hangUp);
        }
    }

    record Asks(SipMethod method, int afterMillis) implements InCall {
        @Override
        public void up(PeerDialog dialog) {
            dialog.after(afterMillis, () -> dialog.ask(method));
        }
    }

    record AsksTooLate(int afterMillis) implements InCall {
        @Override
        public void up(PeerDialog dialog) {
            dialog.after(afterMillis, () -> dialog.askStale(SipMethod.OPTIONS));
        }
    }

    /** A change of the session, by re-INVITE or UPDATE. */
    record OffersAgain(SipMethod method, int afterMillis) implements InCall {
        @Override
        public void up(PeerDialog dialog) {
            dialog.after(afterMillis, () -> dialog.offer(method, PeerSdp.offer(dialog.dice())));
        }
    }

    /**
     * It wants somebody else in its place (RFC 3515).
     *
     * @param whom who that is
     * @param quiet whether it wants to hear nothing of it (RFC 4488)
     * @param early whether it leaves without waiting for what comes of it (RFC 5589 §6.3)
     * @param follows whether it hangs up once it has heard 200, as it should
     */
    record Refers(int afterMillis, Whom whom, boolean quiet, boolean early, boolean follows, int leaveMillis)
            implements
                InCall {
        @Override
        public void up(PeerDialog dialog) {
            dialog.after(afterMillis, () -> dialog.refer(this));
        }
    }

    /** Somebody comes for its place, whether it is still there or not (RFC 3891). */
    record IsReplaced(int afterMillis) implements InCall {
        @Override
        public void up(PeerDialog dialog) {
            dialog.peer().after(afterMillis, () -> dialog.peer().world().comesFor(dialog));
        }
    }

    /** A re-INVITE without an offer (TRAP-16). */
    record AsksForAnOffer(int afterMillis) implements InCall {
        @Override
        public void up(PeerDialog dialog) {
            dialog.after(afterMillis, () -> dialog.offer(SipMethod.INVITE, List.of()));
        }
    }
}
