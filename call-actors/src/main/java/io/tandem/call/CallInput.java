package io.tandem.call;

import io.tandem.interworking.Replaces;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.Silence;
import io.tandem.port.CallId;
import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.NumberDirectory;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.List;
import java.util.Optional;

/** What can happen to a call. Facts of the network first, then answers to the call's own orders, then requests. */
public sealed interface CallInput {

    /** Whether it is a SIP message of a peer. */
    default boolean isMessage() {
        return switch (this) {
            case InviteReceived _,
                    RequestReceived _,
                    AckReceived _,
                    CancelReceived _,
                    ResponseReceived _,
                    StrayAnswerReceived _ ->
                    true;
            case TransactionTimedOut _,
                    TransportFailed _,
                    AckMissing _,
                    NumberFound _,
                    TargetsFound _,
                    MediaAnswered _,
                    MediaSilent _,
                    FarSideAsked _,
                    FarSideFound _,
                    FarSideReturned _,
                    TimerExpired _,
                    JournalFailed _,
                    HangUp _,
                    Stopping _,
                    Resumed _ ->
                    false;
        };
    }

    /**
     * The INVITE that starts the call; it has passed the sources check of its trunk and has been answered 100.
     *
     * @param peerGroup name of the trunk that it came in on
     * @param peer name of the peer, or its address where no peer of the trunk has that one
     */
    record InviteReceived(ServerTransactionId transaction, SipRequest invite, Flow flow, String peerGroup, String peer)
            implements
                CallInput {}

    /** A request inside a dialog of the call (its To-tag is ours): no ACK, no CANCEL. */
    record RequestReceived(ServerTransactionId transaction, SipRequest request, Flow flow) implements CallInput {}

    /** The ACK to a 2xx of ours. */
    record AckReceived(SipRequest ack) implements CallInput {}

    /** The caller cancelled its INVITE; the CANCEL itself has been answered. */
    record CancelReceived(ServerTransactionId invite, SipRequest cancel) implements CallInput {}

    /** A response to a request of ours: provisional above 100, final once, each forked 2xx once. */
    record ResponseReceived(ClientTransactionId transaction, SipResponse response, Flow flow) implements CallInput {}

    /** A 2xx to an INVITE of ours whose transaction is gone: it must be acknowledged and ended (TRAP-3). */
    record StrayAnswerReceived(SipResponse response, Flow flow) implements CallInput {}

    /** No final response in time: timer B or F. */
    record TransactionTimedOut(ClientTransactionId transaction) implements CallInput {}

    /**
     * The request could not be sent.
     *
     * @param ours it is we who have no room for it, so that another peer would not help
     */
    record TransportFailed(ClientTransactionId transaction, String reason, boolean ours) implements CallInput {
        public TransportFailed(ClientTransactionId transaction, String reason) {
            this(transaction, reason, false);
        }
    }

    /** Our 2xx was never acknowledged (RFC 3261 §13.3.1.4, TRAP-5). */
    record AckMissing(ServerTransactionId invite) implements CallInput {}

    /**
     * Answer to {@link CallEffect.FindNumber}.
     *
     * @param customer of Direct Routing: whose sub-domain was asked for, else the account that holds the number
     * @param callBack the caller for whom the number, a place's, stands; then the look-up is of that one (NUM-46)
     */
    record NumberFound(NumberDirectory.Lookup lookup, Optional<Customer> customer, Optional<String> callBack)
            implements
                CallInput {
        public NumberFound(NumberDirectory.Lookup lookup, Optional<Customer> customer) {
            this(lookup, customer, Optional.empty());
        }

        public NumberFound(NumberDirectory.Lookup lookup) {
            this(lookup, Optional.empty());
        }
    }

    /** Answer to {@link CallEffect.FindTargets}: best first; none when nothing is known of any. */
    record TargetsFound(List<Target> targets) implements CallInput {}

    /** Answer to {@link CallEffect.OpenMedia}. */
    record MediaAnswered(OpenResult result) implements CallInput {}

    /** What is told where {@link CallEffect.WatchMedia} was ordered. */
    record MediaSilent(Silence silence) implements CallInput {}

    /**
     * Another call of ours wants to know whom a dialog of this one leads to. Answered by {@link CallEffect.TellCall}.
     *
     * @param by the call that asks
     * @param dialog one of this call's, as its peer names it to us
     * @param peerGroup trunk of the one who has named it
     */
    record FarSideAsked(CallId by, Replaces dialog, String peerGroup) implements CallInput {}

    /** Another call's answer to {@link FarSideAsked}. @param asked the dialog that was asked for */
    record FarSideFound(Replaces asked, FarSide side) implements CallInput {}

    /** Another call needs the party no more that it has asked for: it has it, or does not get it. */
    record FarSideReturned(CallId by) implements CallInput {}

    /** A timer that the call set has run out. */
    record TimerExpired(CallTimer timer) implements CallInput {}

    /** What {@code undone} would have led to could not be made durable: the journal refused or failed. */
    record JournalFailed(String reason, CallInput undone) implements CallInput {}

    /** Operations staff end the call. */
    record HangUp(String reason) implements CallInput {}

    /** The node stops, or the call's actor broke: what is not answered yet will not be (design §3). */
    record Stopping(String reason) implements CallInput {}

    /** The node started again with this call alive in its journal: take up what it needs. */
    record Resumed() implements CallInput {}
}
