package io.tandem.ops.lab;

import java.util.List;

/**
 * What an agent does when it is called.
 *
 * @param rings its provisional responses, in the order of their times
 * @param answerAfterMillis from INVITE to 200; not before the last of them
 * @param answeringFork which of its ends answers
 * @param hangUpAfterMillis from its 200 to its BYE; {@link #WAITS} leaves that to the caller
 * @param script what it does in between
 */
public record Answering(List<Provisional> rings, int answerAfterMillis, int answeringFork, int hangUpAfterMillis,
        Script script) {
    public static final int WAITS = -1;
    private static final int MOST_RINGS = 50;

    public Answering {
        rings = List.copyOf(rings);
        int before = 0;
        for (Provisional ring : rings) {
            if (ring.afterMillis() < before) {
                throw new IllegalArgumentException("provisional responses come in the order of their times");
            }
            before = ring.afterMillis();
        }
        if (answerAfterMillis < before || hangUpAfterMillis < WAITS) {
            throw new IllegalArgumentException("rings, then answers, then hangs up");
        }
        if (rings.size() > MOST_RINGS || answeringFork < 0 || answeringFork >= Provisional.MOST_FORKS) {
            throw new IllegalArgumentException("rings at most " + MOST_RINGS + " times, from " + Provisional.MOST_FORKS
                    + " ends");
        }
    }

    /** One end that rings once, and answers. */
    public Answering(int ringAfterMillis, int answerAfterMillis, int hangUpAfterMillis, Script script) {
        this(List.of(new Provisional(ringAfterMillis, 180, 0, false)), answerAfterMillis, 0, hangUpAfterMillis, script);
    }

    /** The same, and nothing happens between answer and end. */
    public Answering(int ringAfterMillis, int answerAfterMillis, int hangUpAfterMillis) {
        this(ringAfterMillis, answerAfterMillis, hangUpAfterMillis, Script.NOTHING);
    }

    /**
     * As Microsoft rings (TSP-117): two of somebody's ends say 180, a third one brings the media in a 183, and the second
     * is answered.
     */
    public static Answering asMicrosoft(int ringAfterMillis, int answerAfterMillis, int hangUpAfterMillis,
            Script script) {
        int between = (answerAfterMillis - ringAfterMillis) / 3;
        return new Answering(List.of(new Provisional(ringAfterMillis, 180, 1, false),
                new Provisional(ringAfterMillis + between, 180, 2, false),
                new Provisional(ringAfterMillis + 2 * between, 183, 3, true)), answerAfterMillis, 2, hangUpAfterMillis,
                script);
    }
}
