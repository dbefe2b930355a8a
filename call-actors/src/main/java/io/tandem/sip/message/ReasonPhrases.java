package io.tandem.sip.message;

/** The reason phrases of RFC 3261 §21 and its extensions. */
public final class ReasonPhrases {
    private ReasonPhrases() {}

    /** The registered phrase, or one for the status' class. */
    public static String of(int status) {
        throw new UnsupportedOperationException();
    }
}
