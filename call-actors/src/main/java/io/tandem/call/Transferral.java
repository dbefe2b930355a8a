package io.tandem.call;

import io.tandem.port.CallId;
import io.tandem.sip.dialog.DialogId;

/**
 * One side of the call was to be replaced: because it asked for that (REFER, RFC 3515), or because a new dialog came for
 * its place (INVITE with Replaces, RFC 3891).
 *
 * @param by number of the leg that is to be replaced
 * @param peer name of the peer on that leg
 * @param peerGroup its trunk
 * @param target number of the first leg that was tried in its place
 * @param to who is to take the place: a number in E.164 where it is one, else a user part; "" for none
 * @param status SIP status of the outcome, 2xx when it took place; 0 while it is open, or when it was lost with its node
 * @param goneTag the replaced side's tag in its dialog, which is over; "" where nothing took place
 */
public record Transferral(int by, String peer, String peerGroup, int target, String to, int status, String goneTag) {

    /** How it was asked for. */
    public enum Kind {
        /** A REFER to somebody who is called (RFC 5589 §6). */
        BLIND("blind"),
        /** A REFER to somebody whom the transferor talks to (RFC 5589 §7). */
        ATTENDED("attended"),
        /** An INVITE with Replaces (RFC 3891). */
        REPLACED("replaced");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Its name in metrics. */
        public String label() {
            return label;
        }
    }

    /** What has become of it, for who counts it. */
    public enum Outcome {
        /** Another party is in the side's place. */
        COMPLETED("completed"),
        /** Who was to take the place did not want to, or was not let. */
        REFUSED("refused"),
        /** 408, 480, 5xx: who was to take the place was not reached, or did not answer. */
        FAILED("failed"),
        /** The call ended before, or a newcomer took its INVITE back. */
        ABANDONED("abandoned");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** Its name in metrics. */
        public String label() {
            return label;
        }

        static Outcome of(int status) {
            if (status < 300) {
                return COMPLETED;
            }
            return switch (status) {
                case 408, 480 -> FAILED;
                case 481, 487 -> ABANDONED;
                default -> status >= 500 && status < 600 ? FAILED : REFUSED;
            };
        }
    }

    Transferral leadingTo(String who) {
        return new Transferral(by, peer, peerGroup, target, who, status, goneTag);
    }

    Transferral ended(int outcome) {
        return new Transferral(by, peer, peerGroup, target, to, outcome, goneTag);
    }

    /** It took place. */
    Transferral replaced(DialogId dialog) {
        return new Transferral(by, peer, peerGroup, target, to, 200, dialog.remoteTag());
    }

    /** Whether the side that was replaced had that dialog, of this call. */
    boolean hasEnded(DialogId dialog) {
        return !goneTag.isEmpty() && goneTag.equals(dialog.remoteTag()) && CallId.legOfTag(dialog.localTag()) == by;
    }
}
