package io.tandem.call;

import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.Optional;

/**
 * An offer and its answer on their way through a call that is up (RFC 3261 §14, RFC 3311, RFC 3264 §8). Every one crosses
 * as a re-INVITE, whatever brought it: that is what every peer takes, and Microsoft takes no UPDATE (TSP-114).
 */
public sealed interface Exchange {

    /**
     * What is left of it once the side of that leg has hung up: what the side that stays still has to say. Until it has, it
     * can be told of nobody else (RFC 3261 §14.1, RFC 3264 §4). Nobody is left who waits for what it says.
     */
    default Optional<Exchange> without(int leg) {
        return switch (this) {
            case Asked _ -> Optional.empty();
            case Answered answered -> answered.origin() == leg
                    ? Optional.empty()
                    : Optional.of(new Answered(answered.origin(), answered.cseq(),
                            answered.owed().map(owed -> new OwedAnswer(owed.media()))));
            case Own own -> own.leg() == leg ? Optional.empty() : Optional.of(own);
        };
    }

    /**
     * Our re-INVITE is out on the other leg and has no final response yet.
     *
     * @param origin number of the leg whose request began it
     * @param transaction the origin's request, which waits for it
     * @param request that request: INVITE or UPDATE
     * @param offer as the origin wrote it; empty when it asks the other side for one
     * @param invite our re-INVITE
     * @param media the session as it will be if the other side accepts
     */
    record Asked(int origin, ServerTransactionId transaction, SipRequest request, Optional<SessionDescription> offer,
            ClientTransactionId invite, CallMedia media) implements Exchange {}

    /**
     * The origin has our 2xx and owes us its ACK.
     *
     * @param origin number of the leg whose INVITE it answers
     * @param cseq number of that INVITE
     * @param owed what the ACK has to bring when the 2xx made an offer
     */
    record Answered(int origin, long cseq, Optional<Owed> owed) implements Exchange {}

    /**
     * A re-INVITE that nobody but us began is out and has no final response yet.
     *
     * @param offer what it is for
     * @param media the session as it will be if it is accepted; the answer is still missing
     */
    record Own(OwnOffer offer, ClientTransactionId invite, CallMedia media) implements Exchange {
        int leg() {
            return offer.leg();
        }
    }

    /** The ACK to a 2xx that carried an offer has to carry the answer (RFC 3261 §13.2.1). */
    sealed interface Owed {
        /** The session as it will be with that offer; its answer is still missing. */
        CallMedia media();
    }

    /**
     * The offer was the other side's, whose 2xx waits for an ACK with that answer.
     *
     * @param invite our INVITE that the 2xx answered
     * @param cseq its number
     * @param offer what the 2xx offered
     */
    record OwedAck(ClientTransactionId invite, long cseq, SessionDescription offer, CallMedia media) implements Owed {}

    /** The offer was ours, of what the other side last described; that side has its ACK (TSP-112). */
    record OwedAnswer(CallMedia media) implements Owed {}
}
