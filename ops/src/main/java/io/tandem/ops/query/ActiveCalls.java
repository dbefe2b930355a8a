package io.tandem.ops.query;

import io.tandem.call.CallListener;
import io.tandem.call.CallView.EndCause;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The calls that are up in this node, as they told last. Thread-safe. Bounded: a call over the limit runs, but is not
 * listed, and that is counted.
 */
public final class ActiveCalls implements CallListener {
    private static final Comparator<CallSummary> OLDEST_FIRST = Comparator.comparing(CallCursor::of);

    /** @param more whether calls follow */
    public record Page(List<CallSummary> calls, boolean more) {}

    private final Map<CallId, CallSummary> calls = new ConcurrentHashMap<>();
    private final LongAdder unlisted = new LongAdder();
    private final int limit;

    public ActiveCalls(int limit) {
        this.limit = limit;
    }

    @Override
    public void started(CallSummary call) {
        list(call);
    }

    @Override
    public void resumed(CallSummary call) {
        list(call);
    }

    @Override
    public void changed(CallSummary call) {
        update(call);
    }

    @Override
    public void ringing(CallSummary call, Duration sinceInvite) {
        update(call);
    }

    @Override
    public void answered(CallSummary call, Duration sinceInvite) {
        update(call);
    }

    @Override
    public void ended(CallSummary call, EndCause cause, Duration talkTime) {
        calls.remove(call.id());
    }

    @Override
    public void left(CallId call) {
        calls.remove(call);
    }

    /** Shows how many are listed and how many were not. */
    public void bindTo(TandemMetrics metrics) {
        metrics.gauge("tandem_calls_listed", "Calls up in this node, from their INVITE on", Map.of(), this::size);
        metrics.gauge("tandem_calls_list_limit", "Calls that can be listed", Map.of(), () -> limit);
        metrics.counter("tandem_calls_unlisted", "Calls that the full list left out", Map.of(), this::unlisted);
    }

    /** How many are listed. */
    public int size() {
        return calls.size();
    }

    /** How many calls were not listed because the list was full. */
    public long unlisted() {
        return unlisted.sum();
    }

    /** The calls that pass the filter, oldest first; calls that start or end between two pages may shift the second. */
    public Page page(CallFilter filter, int skip, int top) {
        return page(filter, Optional.empty(), skip, top);
    }

    /** @param after only calls that stand behind this one: then nothing shifts */
    public Page page(CallFilter filter, Optional<CallCursor> after, int skip, int top) {
        List<CallSummary> from = calls.values()
                .stream()
                .filter(filter::passes)
                .filter(call -> after.isEmpty() || CallCursor.of(call).compareTo(after.get()) > 0)
                .sorted(OLDEST_FIRST)
                .skip(skip)
                .limit(
                        top + 1L)
                .toList();
        boolean more = from.size() > top;
        return new Page(more ? from.subList(0, top) : from, more);
    }

    private void list(CallSummary call) {
        if (calls.size() < limit) {
            calls.put(call.id(), call);
        } else {
            unlisted.increment();
        }
    }

    /** A call that is not listed stays so: it may have been over the limit. */
    private void update(CallSummary call) {
        calls.computeIfPresent(call.id(), (_, _) -> call);
    }
}
