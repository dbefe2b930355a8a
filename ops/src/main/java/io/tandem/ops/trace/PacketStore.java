package io.tandem.ops.trace;

import io.tandem.port.CallId;
import io.tandem.sip.message.SipMessage;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last messages of calls, in memory. Bounded in all, then the call goes whose first message is the oldest; and for
 * one call, then its own oldest messages go. Thread-safe.
 */
public final class PacketStore implements TraceSink {
    /** What a message takes beside its bytes, about. */
    private static final int OVERHEAD_BYTES = 200;

    private static final class Kept {
        final ArrayDeque<SeenMessage> messages = new ArrayDeque<>();
        long bytes;
    }

    private final long mostBytes;
    private final long mostBytesPerCall;
    private final Map<CallId, Kept> calls = new LinkedHashMap<>();
    private long bytes;
    private long dropped;

    public PacketStore(long mostBytes, long mostBytesPerCall) {
        this.mostBytes = mostBytes;
        this.mostBytesPerCall = Math.min(mostBytes, mostBytesPerCall);
    }

    @Override
    public synchronized void accept(Optional<CallId> call, Optional<SipMessage> message, SeenMessage seen) {
        if (call.isEmpty()) {
            return;
        }
        Kept kept = calls.computeIfAbsent(call.get(), _ -> new Kept());
        kept.messages.add(seen);
        count(kept, size(seen));
        while (kept.bytes > mostBytesPerCall) {
            count(kept, -size(kept.messages.remove()));
            dropped++;
        }
        Iterator<Kept> oldest = calls.values().iterator();
        while (bytes > mostBytes) {
            Kept gone = oldest.next();
            oldest.remove();
            bytes -= gone.bytes;
            dropped += gone.messages.size();
        }
    }

    private void count(Kept kept, long more) {
        kept.bytes += more;
        bytes += more;
    }

    private static long size(SeenMessage seen) {
        return OVERHEAD_BYTES + seen.wire().length;
    }

    /** What is kept of that call, in the order in which it passed; secrets and all. */
    public synchronized List<SeenMessage> of(CallId call) {
        Kept kept = calls.get(call);
        return kept == null
                ? List.of()
                : kept.messages.stream().sorted(Comparator.comparingLong(SeenMessage::epochMicros)).toList();
    }

    public synchronized long bytes() {
        return bytes;
    }

    /** Messages that had to make room. */
    public synchronized long dropped() {
        return dropped;
    }
}
