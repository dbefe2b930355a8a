package io.tandem.ops.lab;

import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call of an agent while it lasts: its state, and what the shell keeps beside it. For the agent's thread. */
final class LiveCall {
    private static final int MOST_EVENTS = 1_000;

    final boolean caller;
    final String calling;
    final String called;
    final String sipCallId;
    final UaSelf self;
    /** Empty for an agent that does not speak. */
    final Optional<CallMedia> audio;
    final int mediaPort;
    final long startedNanos;
    /** Where to send what has no address of its own. */
    final Flow peer;
    final Optional<ServerTransactionId> invite;
    UaState state;
    String remoteTag = "";
    long answeredNanos;
    boolean speaking;
    private final List<CallEvent> events = new ArrayList<>(0);

    LiveCall(Start start, UaSelf self, Optional<CallMedia> audio, int mediaPort, long startedNanos) {
        this.caller = start.invite().isEmpty();
        this.calling = start.calling();
        this.called = start.called();
        this.sipCallId = start.sipCallId();
        this.peer = start.peer();
        this.invite = start.invite();
        this.self = self;
        this.audio = audio;
        this.mediaPort = mediaPort;
        this.startedNanos = startedNanos;
    }

    /** What begins a call. @param invite empty for one that we place */
    record Start(String calling, String called, String sipCallId, Flow peer, int hangUpAfterMillis,
            Script script, Optional<ServerTransactionId> invite) {}

    boolean over() {
        return state instanceof UaState.Over;
    }

    void happened(CallEvent event) {
        if (events.size() < MOST_EVENTS) {
            events.add(event);
        }
    }

    CallReport report(String agent, Outcome outcome) {
        return new CallReport(agent, caller, calling, called, sipCallId, remoteTag,
                answeredNanos == 0 ? -1 : answeredNanos - startedNanos, outcome, events,
                audio.flatMap(CallMedia::speech), audio.flatMap(CallMedia::stamped));
    }
}
