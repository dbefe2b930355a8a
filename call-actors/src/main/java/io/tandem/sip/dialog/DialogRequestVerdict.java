package io.tandem.sip.dialog;

/** What a dialog says to a request that arrived in it (RFC 3261 §12.2.2). */
public sealed interface DialogRequestVerdict {

    /** In order: the dialog as it is now, with the new sequence number and, after a target refresh, the new target. */
    record InOrder(Dialog dialog) implements DialogRequestVerdict {}

    /** Its sequence number is lower than one that we have seen: answer {@link #STATUS}. */
    record OutOfOrder(long seen, long arrived) implements DialogRequestVerdict {
        public static final int STATUS = 500;
    }
}
