package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.message.SipResponse;
import java.util.Optional;

/**
 * One of the phones that our INVITE rings: an early dialog of the called side (RFC 3261 §12.1, TSP-117).
 *
 * @param toTag its tag
 * @param madeBy the response that made it
 * @param said its dialog, once something beside responses has been said in it
 * @param rseq number of the last response of its that we have acknowledged, 0 when there is none (RFC 3262 §4)
 * @param described the description that it gave last
 * @param agreed whether it gave one in a response that we have acknowledged: then the offer is answered (RFC 3262 §5)
 * @param over whether it was said to ring no more (RFC 6228); its dialog is kept, for its answer may have crossed that
 */
record Fork(String toTag, SipResponse madeBy, Optional<Leg.Early> said, long rseq,
        Optional<SessionDescription> described, boolean agreed, boolean over) {

    static Fork of(String toTag, SipResponse madeBy) {
        return new Fork(toTag, madeBy, Optional.empty(), 0, Optional.empty(), false, false);
    }

    /** Its dialog; empty where its response makes none. */
    Optional<Leg.Early> dialog(Leg.Asking asking) {
        return said.isPresent() ? said : Legs.early(asking, madeBy);
    }

    Fork with(Leg.Early dialog) {
        return new Fork(toTag, madeBy, Optional.of(dialog), rseq, described, agreed, over);
    }

    Fork describing(SessionDescription description) {
        return new Fork(toTag, madeBy, said, rseq, Optional.of(description), agreed, over);
    }

    /** A response of that number has been acknowledged, which may have carried the answer. */
    Fork acknowledged(long number, boolean answering) {
        return new Fork(toTag, madeBy, said, number, described, agreed || answering, over);
    }

    Fork ended() {
        return new Fork(toTag, madeBy, said, rseq, described, agreed, true);
    }
}
