package io.tandem.ops.query;

import io.tandem.port.CallSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A page of the calls that are up in the cluster, oldest first.
 *
 * @param more whether calls follow
 * @param silent nodes that did not answer in time: their calls are not among these
 */
public record CallList(List<CallSummary> calls, boolean more, List<String> silent) {

    /** Where such a page comes from; never fails. */
    @FunctionalInterface
    public interface Source {
        /** @param after only calls that stand behind this one @param skip how many of those to leave out */
        CompletionStage<CallList> page(CallFilter filter, Optional<CallCursor> after, int skip, int top);
    }
}
