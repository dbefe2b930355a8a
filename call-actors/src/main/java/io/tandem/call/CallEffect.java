package io.tandem.call;

import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.ProtectEnd;
import io.tandem.media.session.OpenSession;
import io.tandem.port.CallId;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.time.Duration;
import java.util.Optional;

/** What a call can order. The whole vocabulary; what comes of an order comes back as a {@link CallInput}. */
public sealed interface CallEffect {

    /** @param leg number of the leg whose request it answers */
    record Respond(int leg, ServerTransactionId transaction, SipResponse response) implements CallEffect {}

    record SendRequest(int leg, ClientTransactionId transaction, SipRequest request, Flow flow) implements CallEffect {}

    /** The ACK to a 2xx; the edge repeats it when the 2xx is repeated. */
    record SendAck(int leg, ClientTransactionId invite, SipRequest ack, Flow flow) implements CallEffect {}

    record Cancel(int leg, ClientTransactionId invite, Headers extra) implements CallEffect {}

    /**
     * Who holds this number? Comes back as {@link CallInput.NumberFound}.
     *
     * @param customer label of the sub-domain that a Direct Routing call came by, whose account is wanted too
     * @param place whether it may be the number of a place, and then the caller is wanted whom it stands for (NUM-46)
     */
    record FindNumber(String number, Optional<String> customer, boolean place) implements CallEffect {
        public FindNumber(String number, Optional<String> customer) {
            this(number, customer, false);
        }

        public FindNumber(String number) {
            this(number, Optional.empty());
        }
    }

    /**
     * Whoever calls that number of a place, for a while from now on, is to reach that caller (NUM-46).
     *
     * @param elin @param caller canonical both
     */
    record KeepCallBack(String elin, String caller) implements CallEffect {}

    /** Where can the peers of this trunk be reached? Comes back as {@link CallInput.TargetsFound}. */
    record FindTargets(String peerGroup) implements CallEffect {}

    /** Hands an input to another call, wherever it is; nothing says that it has come. */
    record TellCall(CallId call, CallInput input) implements CallEffect {}

    /** Calls shall try others before it for that long (TSP-121). */
    record RestTarget(Target target, Duration howLong) implements CallEffect {}

    /** For the listeners: what became of one attempt at a peer. */
    record Tried(String peerGroup, Attempt attempt) implements CallEffect {}

    /** For the listeners: the called side's trunk was shown something else than a number for the caller (NUM-22). */
    record CallerWithoutNumber(String peerGroup, CallerPolicy done) implements CallEffect {}

    /** For the listeners: what became of a transfer. */
    record Transferred(Transferral.Kind kind, Transferral.Outcome outcome) implements CallEffect {}

    /** Comes back as {@link CallInput.MediaAnswered}. */
    record OpenMedia(OpenSession order) implements CallEffect {}

    record Describe(DescribeRemote order) implements CallEffect {}

    /** From now on only protected media passes at that end, whoever is asked next. */
    record Protect(ProtectEnd order) implements CallEffect {}

    record CloseMedia() implements CallEffect {}

    /** Whether media has to come from both sides, from now on. What does not is told by {@link CallInput.MediaSilent}. */
    record WatchMedia(boolean expected) implements CallEffect {}

    /**
     * For the listeners: no media comes from that side, though it does from the other.
     *
     * @param peerGroup trunk of the silent side
     */
    record OneWay(String peerGroup, MediaEnd silent) implements CallEffect {}

    /** Comes back as {@link CallInput.TimerExpired}, unless stopped or started anew. */
    record StartTimer(CallTimer timer, Duration delay) implements CallEffect {}

    record StopTimer(CallTimer timer) implements CallEffect {}

    /** For the call's timeline: a decision, in words. */
    record Note(String what) implements CallEffect {}

    /** For the listeners: the call has come this far. */
    record Reached(Milestone milestone) implements CallEffect {}

    enum Milestone {
        STARTED, ROUTED, RINGING, ANSWERED, RELEASING, RESUMED
    }

    /** The call is over and its record written: forget it. */
    record Finish() implements CallEffect {}
}
