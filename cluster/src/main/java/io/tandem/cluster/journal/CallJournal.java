package io.tandem.cluster.journal;

import io.tandem.port.CallId;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a node asks of the journal of calls besides storing and replaying, whichever store is behind it. Who asks which calls
 * a service address has keeps that list from then on, and whoever kept it before can no longer. Thread-safe.
 */
public interface CallJournal extends LiveCalls {

    /** This node no longer keeps the list of that service address. */
    void released(char serviceAddress);

    /** Whether an answer could be made durable now, or may go without. While not, a new call is better refused at once. */
    boolean takesAnswers();

    /** That id was made here just now: there is nothing to be read of it. */
    void begins(CallId call);

    /** What the journal tells of itself. */
    List<Figure> figures();

    /**
     * A figure for operators.
     *
     * @param name whole, with {@code tandem_}
     * @param grows whether it only grows since the start
     */
    record Figure(String name, String help, boolean grows, LongSupplier value) {}
}
