package io.tandem.cluster.journal.cassandra;

import java.time.Duration;

/** An answer could not be made durable in time and was refused: it counts as never given. */
public final class AnswerNotDurableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnswerNotDurableException(Duration limit, Throwable cause) {
        super("the answer was not durable within " + limit.toMillis() + " ms", cause, false, false);
    }
}
