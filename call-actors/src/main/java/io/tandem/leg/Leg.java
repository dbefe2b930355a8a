package io.tandem.leg;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.Uri;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.Optional;

/** One side of a call. Leg 0 is the caller; attempts to reach the called party count from 1. */
public sealed interface Leg {
    int number();

    LegPath path();

    /** The caller's side while its INVITE waits for our final response. */
    record Asked(int number, LegPath path, ServerTransactionId transaction, SipRequest invite, String localTag)
            implements
                Leg {
        /** The same caller, as if it had called that one: in our own routing, the dialog with it stays what it is. */
        public Asked calling(Uri other) {
            return new Asked(number, path, transaction,
                    invite.toBuilder().requestUri(other).remove(HeaderName.P_CALLED_PARTY_ID).build(), localTag);
        }
    }

    /**
     * The called side while our INVITE waits for a final response.
     *
     * @param invite as sent, without its Via
     * @param cancelled whether we have cancelled it
     */
    record Asking(int number, LegPath path, ClientTransactionId transaction, SipRequest invite, boolean cancelled)
            implements
                Leg {
        public Asking cancel() {
            return new Asking(number, path, transaction, invite, true);
        }
    }

    /**
     * A dialog that provisional responses alone have made (RFC 3261 §12.1). The INVITE of one called leg may make several.
     */
    record Early(int number, LegPath path, Dialog dialog) implements Leg {
        public Early with(Dialog newer) {
            return new Early(number, path, newer);
        }
    }

    /** A confirmed dialog, either direction. */
    record Confirmed(int number, LegPath path, Dialog dialog, SessionTimer timer) implements Leg {
        /** Whose session nobody refreshes. */
        public Confirmed(int number, LegPath path, Dialog dialog) {
            this(number, path, dialog, SessionTimer.NONE);
        }

        public Confirmed with(Dialog newer) {
            return new Confirmed(number, path, newer, timer);
        }

        public Confirmed with(SessionTimer newer) {
            return newer.equals(timer) ? this : new Confirmed(number, path, dialog, newer);
        }
    }

    /** Our BYE is out and waits for its final response. */
    record Closing(int number, LegPath path, Dialog dialog, ClientTransactionId bye) implements Leg {}

    /** Nothing more will be said; the dialog's last state, where there was one. */
    record Closed(int number, LegPath path, Optional<Dialog> dialog) implements Leg {}

    /** The leg's dialog, once there is one. */
    default Optional<Dialog> knownDialog() {
        return switch (this) {
            case Asked _,
                    Asking _ -> Optional.empty();
            case Early early -> Optional.of(early.dialog());
            case Confirmed confirmed -> Optional.of(confirmed.dialog());
            case Closing closing -> Optional.of(closing.dialog());
            case Closed closed -> closed.dialog();
        };
    }

    default Closed closed() {
        return new Closed(number(), path(), knownDialog());
    }
}
