package io.tandem.sim;

import io.tandem.call.CallEvent;
import io.tandem.call.actor.CallEventSerializer;
import io.tandem.port.CallId;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What outlives the process: the events of each call, in the bytes that the product stores. */
final class Journal {
    private static final CallEventSerializer FORM = new CallEventSerializer();

    private record Stored(String manifest, byte[] bytes) {}

    private final Map<CallId, List<Stored>> calls = new LinkedHashMap<>();

    void write(CallId call, CallEvent event) {
        calls.computeIfAbsent(call, _ -> new ArrayList<>(2))
                .add(new Stored(FORM.manifest(event), FORM.toBinary(event)));
    }

    Set<CallId> calls() {
        return calls.keySet();
    }

    List<CallEvent> of(CallId call) {
        return calls.getOrDefault(call, List.of()).stream().map(Journal::read).toList();
    }

    private static CallEvent read(Stored stored) {
        try {
            return (CallEvent) FORM.fromBinary(stored.bytes(), stored.manifest());
        } catch (NotSerializableException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
