package io.tandem.ops.trace;

import io.tandem.port.CallId;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whose each message is. Our tag names the call; the first INVITE of a caller, and what goes with it, has none yet
 * and waits until an answer of ours in the same transaction has. Bounded; one thread's.
 */
final class CallTies {
    /** A call that has told its caller nothing for so long keeps its first messages to itself. */
    static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final int TRANSACTIONS = 20_000;

    private record Read(SipMessage message, SeenMessage seen) {}

    private record Held(List<Read> messages, long sinceNanos) {}

    private final TraceSink sink;
    private final int mostHeldBytes;
    private final Map<String, Held> held = new LinkedHashMap<>();
    /** Callers' transactions that a tag of ours has been seen in. */
    private final Map<String, CallId> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CallId> eldest) {
            return size() > TRANSACTIONS;
        }
    };
    private int heldBytes;

    /** @param mostHeldBytes beyond it, the oldest that wait are told as nobody's */
    CallTies(TraceSink sink, int mostHeldBytes) {
        this.sink = sink;
        this.mostHeldBytes = mostHeldBytes;
    }

    void take(SeenMessage seen, long nowNanos) {
        release(nowNanos);
        switch (SipParser.parseOwned(seen.wire(), ParseLimits.WIDE)) {
            case ParseResult.Parsed(SipMessage message) -> take(new Read(message, seen), nowNanos);
            case ParseResult.Malformed _ -> sink.accept(Optional.empty(), Optional.empty(), seen);
            case ParseResult.KeepAlive _ -> {
            }
        }
    }

    private void take(Read read, long nowNanos) {
        String transaction = transaction(read.message());
        Optional<CallId> tagged = ourTag(read).flatMap(CallId::fromTag);
        if (tagged.isPresent()) {
            boolean first = read.seen().sent() && read.message() instanceof SipResponse
                    && known.put(transaction, tagged.get()) == null;
            if (first) {
                letGo(transaction, tagged);
            }
            tell(tagged, read);
        } else if (known.containsKey(transaction)) {
            tell(Optional.of(known.get(transaction)), read);
        } else if (mayBecomeACall(read)) {
            hold(transaction, read, nowNanos);
        } else {
            letGo(transaction, Optional.empty());
            tell(Optional.empty(), read);
        }
    }

    /** Which of the two tags is ours follows from the direction: the peer's may look just like one of ours. */
    private static Optional<String> ourTag(Read read) {
        boolean from = read.message() instanceof SipRequest == read.seen().sent();
        return from ? read.message().fromTag() : read.message().toTag();
    }

    /** The CANCEL of an INVITE has its branch, and so have the answers to either (RFC 3261 §9.1, §17.2.3). */
    private static String transaction(SipMessage message) {
        return message.callId() + ' ' + message.topVia().branch().orElse("");
    }

    private static boolean mayBecomeACall(Read read) {
        SipMethod method = read.message().cseq().method();
        boolean refused = method.equals(SipMethod.INVITE) && read.message() instanceof SipResponse response
                && response.finalResponse();
        return (method.equals(SipMethod.INVITE) || method.equals(SipMethod.CANCEL)) && !refused
                && read.message().toTag().isEmpty();
    }

    private void hold(String transaction, Read read, long nowNanos) {
        held.computeIfAbsent(transaction, _ -> new Held(new ArrayList<>(), nowNanos)).messages().add(read);
        heldBytes += read.seen().wire().length;
        while (heldBytes > mostHeldBytes) {
            letGo(held.keySet().iterator().next(), Optional.empty());
        }
    }

    /** Tells what has waited for too long. */
    void release(long nowNanos) {
        while (!held.isEmpty()) {
            Iterator<Map.Entry<String, Held>> oldest = held.entrySet().iterator();
            Map.Entry<String, Held> entry = oldest.next();
            if (nowNanos - entry.getValue().sinceNanos() < PATIENCE_NANOS) {
                return;
            }
            letGo(entry.getKey(), Optional.empty());
        }
    }

    /** Tells all that waits. */
    void releaseAll() {
        List.copyOf(held.keySet()).forEach(transaction -> letGo(transaction, Optional.empty()));
    }

    private void letGo(String transaction, Optional<CallId> call) {
        Held waiting = held.remove(transaction);
        if (waiting != null) {
            waiting.messages().forEach(read -> {
                heldBytes -= read.seen().wire().length;
                tell(call, read);
            });
        }
    }

    private void tell(Optional<CallId> call, Read read) {
        sink.accept(call, Optional.of(read.message()), read.seen());
    }
}
