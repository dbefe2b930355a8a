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
 * Which trunks calls come in on and go to: the wire does not say it. Knows the calls that are up, and for a while those
 * that are over, since a trace is made after the fact. Thread-safe.
 */
public final class CallTrunks implements CallListener {
    private static final int OVER = 10_000;

    private final Set<String> wanted;
    /** As many as the node admits. */
    private final Map<CallId, Boolean> up = new ConcurrentHashMap<>();
    private final Map<CallId, Boolean> over = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, Boolean> eldest) {
            return size() > OVER;
        }
    };

    /** @param wanted names of the trunks that are asked about */
    CallTrunks(List<String> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    /** Whether that call came in on one of the wanted trunks, or goes to one as far as is known yet. */
    boolean areOf(CallId call) {
        Boolean now = up.get(call);
        if (now != null) {
            return now;
        }
        synchronized (over) {
            return over.getOrDefault(call, false);
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
        Boolean last = up.remove(call);
        if (last != null) {
            synchronized (over) {
                over.put(call, last);
            }
        }
    }

    private void watch(CallSummary call) {
        Optional<String> to = call.outboundGroup();
        up.put(call.id(), wanted.contains(call.inboundGroup()) || to.isPresent() && wanted.contains(to.get()));
    }
}
