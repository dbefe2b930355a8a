package io.tandem.cluster.boot;

import io.tandem.call.actor.Calls;
import io.tandem.ops.query.ActiveCalls;
import io.tandem.ops.query.CallFilter;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Calls of this node that cannot move to another one: those that are being set up, and those that are just ending. And all
 * of them, where it has lost the right to them.
 */
record Unanswered(Calls calls, ActiveCalls active) {
    private static final Duration GOODBYE = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** An answer's ACK, a BYE's answer: on their way when nothing is to be seen any more. */
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    /** Waits until those calls are answered or over, at the end for their last words. @param until by System.nanoTime */
    void await(Predicate<CallId> which, long until) {
        while (!some(which).isEmpty() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        LockSupport.parkNanos(LAST_WORDS.toNanos());
    }

    /** Ends them: each tells its peers and writes its record. Waits for that, not for long. */
    void end(Predicate<CallId> which) {
        if (tellStopping(which) == 0) {
            return;
        }
        LockSupport.parkNanos(GOODBYE.toNanos());
        tellStopping(which); // those whose other side has not confirmed by then end without it
        LockSupport.parkNanos(GOODBYE.toNanos());
    }

    /** Forgets all calls of an address, those that are answered too. Waits for nothing. */
    void letGo(char address) {
        active.page(CallFilter.ALL, 0, active.size())
                .calls()
                .stream()
                .map(CallSummary::id)
                .filter(call -> call.serviceAddress() == address)
                .forEach(calls::letGo);
    }

    private int tellStopping(Predicate<CallId> which) {
        List<CallSummary> some = some(which);
        some.forEach(call -> calls.stopping(call.id()));
        return some.size();
    }

    private List<CallSummary> some(Predicate<CallId> which) {
        return active.page(CallFilter.ALL, 0, active.size())
                .calls()
                .stream()
                .filter(call -> which.test(call.id()) && !call.state().equals("Talking"))
                .toList();
    }
}
