package io.tandem.ops.trace;

import io.tandem.call.CallListener;
import io.tandem.call.CallView.EndCause;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What calls say of themselves and the wire does not: the trunks that they come in on and go to, and their numbers in
 * E.164. Knows the calls that are up, and for a while those that are over, since a trace is made after the fact.
 * Thread-safe.
 */
final class KnownCalls implements CallListener {
    private static final int OVER = 10_000;

    /** Whether one of its trunks, one of its numbers is asked about. */
    private record Known(boolean byTrunk, boolean byNumber) {
        static final Known NO = new Known(false, false);
    }

    private final Set<String> trunks;
    private final List<String> prefixes;

    /** As many as the node admits. */
    private final Map<CallId, Known> up = new ConcurrentHashMap<>();
    private final Map<CallId, Known> over = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, Known> eldest) {
            return size() > OVER;
        }
    };

    /**
     * @param trunks names of the trunks that are asked about
     * @param prefixes how the numbers begin that are asked about
     */
    KnownCalls(List<String> trunks, List<String> prefixes) {
        this.trunks = Set.copyOf(trunks);
        this.prefixes = List.copyOf(prefixes);
    }

    /** Whether that call came in on one of the trunks, or goes to one as far as is known yet. */
    boolean byTrunk(CallId call) {
        return known(call).byTrunk();
    }

    /** Whether it calls or is called by such a number. */
    boolean byNumber(CallId call) {
        return known(call).byNumber();
    }

    private Known known(CallId call) {
        Known now = up.get(call);
        if (now != null) {
            return now;
        }
        synchronized (over) {
            return over.getOrDefault(call, Known.NO);
        }
    }

    @Override
    public void started(CallSummary call) {
        watch(call);
    }

    @Override
    public void changed(CallSummary call) {
        watch(call);
    }

    @Override
    public void resumed(CallSummary call) {
        watch(call);
    }

    @Override
    public void ended(CallSummary call, EndCause cause, Duration talkTime) {
        left(call.id());
    }

    @Override
    public void left(CallId call) {
        Known last = up.remove(call);
        if (last != null) {
            synchronized (over) {
                over.put(call, last);
            }
        }
    }

    private void watch(CallSummary call) {
        Optional<String> to = call.outboundGroup();
        boolean byTrunk = trunks.contains(call.inboundGroup()) || to.isPresent() && trunks.contains(to.get());
        up.put(call.id(), new Known(byTrunk, begins(call.calling()) || begins(call.called())));
    }

    private boolean begins(String number) {
        for (String prefix : prefixes) {
            if (number.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
