package io.tandem.call;

import io.tandem.interworking.Replaces;
import io.tandem.leg.Leg;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Uri;
import io.tandem.sip.transaction.ClientTransactionId;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One side of a call that is up is being replaced by another party (RFC 3515, RFC 5589): how far that is. The call itself
 * stays as it is until the other party has answered.
 */
public sealed interface Transfer {

    /** Whom it is being done for; empty once it is done. */
    Optional<Refer> refer();

    /** The legs that it has beside those of the call. */
    default Stream<Leg> legs() {
        return switch (this) {
            case Routing _,
                    Targeting _,
                    Joining _,
                    Lent _ -> Stream.empty();
            case Inviting inviting -> Stream.of(inviting.target());
            case Answered answered -> Stream.of(answered.inviting().target());
            case Leaving leaving -> Stream.of(leaving.transferor());
            case Replacing replacing -> Stream.of(replacing.newcomer());
        };
    }

    /** The same, for a transferor that has heard something, or that has left. */
    default Transfer with(Refer newer) {
        return switch (this) {
            case Routing _ -> new Routing(newer);
            case Targeting targeting -> new Targeting(newer, targeting.route());
            case Joining joining -> new Joining(newer, joining.dialog());
            case Inviting inviting -> inviting.of(newer);
            case Answered answered -> new Answered(answered.inviting().of(newer), answered.answer());
            case Leaving leaving -> leaving;
            case Replacing replacing -> replacing;
            case Lent lent -> lent;
        };
    }

    /** Whether the side of that leg has hung up, and only what it has asked for goes on. */
    default boolean hasLeft(int leg) {
        return switch (this) {
            case Lent lent -> lent.left() && lent.leg() == leg;
            case Replacing replacing -> replacing.left() && replacing.replaced() == leg;
            case Routing _,
                    Targeting _,
                    Joining _,
                    Inviting _,
                    Answered _,
                    Leaving _ ->
                    refer().filter(by -> by.left() && by.leg() == leg).isPresent();
        };
    }

    /**
     * A REFER that was accepted.
     *
     * @param leg number of the transferor's leg
     * @param request the REFER
     * @param uri whom it wants called
     * @param named whether that URI names a peer of a trunk, and is called as it is written
     * @param replaces the dialog that the INVITE is to take the place of
     * @param lender the other call of ours whose party is wanted
     * @param subscribed whether its sender is told what comes of it
     * @param told the last status that it was told
     * @param tellings how often it was told something
     * @param left whether the transferor has hung up meanwhile (TRAP-20)
     */
    record Refer(int leg, SipRequest request, Uri uri, boolean named, Optional<Replaces> replaces,
            Optional<CallId> lender, boolean subscribed, int told, int tellings, boolean left) {

        long cseq() {
            return request.cseq().number();
        }

        /** Calling that party, in the place of its dialog with us. */
        Refer to(FarSide.Replaceable far) {
            return new Refer(leg, request, far.contact(), true, Optional.of(far.dialog()), lender, subscribed, told,
                    tellings,
                    left);
        }

        Refer telling(int status) {
            return new Refer(leg, request, uri, named, replaces, lender, subscribed, status, tellings + 1, left);
        }

        Refer unsubscribed() {
            return new Refer(leg, request, uri, named, replaces, lender, false, told, tellings, left);
        }

        Refer leaving() {
            return new Refer(leg, request, uri, named, replaces, lender, false, told, tellings, true);
        }
    }

    /** Who holds the deciding number is being asked. */
    record Routing(Refer by) implements Transfer {
        @Override
        public Optional<Refer> refer() {
            return Optional.of(by);
        }
    }

    /** The trunk is chosen; where its peers can be reached is being asked. */
    record Targeting(Refer by, Route.Chosen route) implements Transfer {
        @Override
        public Optional<Refer> refer() {
            return Optional.of(by);
        }
    }

    /**
     * Another call of ours is being asked whom the dialog leads to (RFC 5589 §7).
     *
     * @param dialog that call's, of the transferor, as the REFER names it
     */
    record Joining(Refer by, Replaces dialog) implements Transfer {
        @Override
        public Optional<Refer> refer() {
            return Optional.of(by);
        }
    }

    /**
     * The target has our INVITE.
     *
     * @param offered what it was told of our media
     * @param customer of Direct Routing: the label that the called customer knows us by
     * @param early the dialogs that its reliable responses have made
     */
    record Inviting(Refer by, Leg.Asking target, CallMedia.Told offered, Hunt hunt, Optional<String> customer,
            Early early) implements Transfer {
        @Override
        public Optional<Refer> refer() {
            return Optional.of(by);
        }

        Inviting of(Refer newer) {
            return new Inviting(newer, target, offered, hunt, customer, early);
        }

        Inviting with(Early newer) {
            return new Inviting(by, target, offered, hunt, customer, newer);
        }

        /** Whether a request is in a dialog that the INVITE has made with the target. */
        boolean isIn(SipRequest request) {
            return request.callId().equals(target.invite().callId())
                    && request.toTag().equals(target.invite().from().tag());
        }

        /** The dialog of a response, where something has been said in it. */
        Optional<Fork> fork(SipResponse response) {
            return response.toTag().flatMap(early::fork);
        }
    }

    /** It has answered, while the call's own sides were still agreeing on something: its turn comes then. */
    record Answered(Inviting inviting, CallInput.ResponseReceived answer) implements Transfer {
        @Override
        public Optional<Refer> refer() {
            return inviting.refer();
        }
    }

    /**
     * An INVITE with Replaces has come for a side's place; the other side is being asked (RFC 3891).
     *
     * @param replaced number of the leg whose place it is
     * @param offer what the newcomer offers
     * @param own our re-INVITE to the other side
     * @param cancelled whether the newcomer has taken it back
     * @param left whether the side that it comes for has hung up meanwhile (TRAP-20)
     */
    record Replacing(Leg.Asked newcomer, int replaced, SessionDescription offer, Exchange.Own own, boolean cancelled,
            boolean left)
            implements
                Transfer {
        @Override
        public Optional<Refer> refer() {
            return Optional.empty();
        }

        Replacing cancel() {
            return new Replacing(newcomer, replaced, offer, own, true, left);
        }

        Replacing leaving() {
            return new Replacing(newcomer, replaced, offer, own, cancelled, true);
        }
    }

    /**
     * It is another call's transfer: the party behind a side of this one is to take that call ({@link LentRules}).
     *
     * @param by the other call
     * @param leg number of the leg of whoever has asked for that
     * @param left whether that side has hung up meanwhile
     */
    record Lent(CallId by, int leg, boolean left) implements Transfer {
        @Override
        public Optional<Refer> refer() {
            return Optional.empty();
        }

        Lent leaving() {
            return new Lent(by, leg, true);
        }
    }

    /**
     * It is done; the side that was replaced has not gone yet.
     *
     * @param transferor confirmed, and closing once it has our BYE
     * @param lastWord the last word that it was told, while that is not answered: no BYE overtakes it (TRAP-19)
     * @param overdue whether it should have gone by now
     */
    record Leaving(Leg transferor, Optional<ClientTransactionId> lastWord, boolean overdue) implements Transfer {
        @Override
        public Optional<Refer> refer() {
            return Optional.empty();
        }
    }
}
