package io.tandem.ops.lab;

/**
 * What an agent does when it is called.
 *
 * @param ringAfterMillis from INVITE to 180
 * @param answerAfterMillis from INVITE to 200; not before it rings
 * @param hangUpAfterMillis from its 200 to its BYE; {@link #WAITS} leaves that to the caller
 * @param script what it does in between
 */
public record Answering(int ringAfterMillis, int answerAfterMillis, int hangUpAfterMillis, Script script) {
    public static final int WAITS = -1;

    public Answering {
        if (ringAfterMillis < 0 || answerAfterMillis < ringAfterMillis || hangUpAfterMillis < WAITS) {
            throw new IllegalArgumentException("rings, then answers, then hangs up");
        }
    }

    /** Nothing happens between answer and end. */
    public Answering(int ringAfterMillis, int answerAfterMillis, int hangUpAfterMillis) {
        this(ringAfterMillis, answerAfterMillis, hangUpAfterMillis, Script.NOTHING);
    }
}
