package io.tandem.leg;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a leg says: the requests and dialogs of one side of a call, as functions. */
public final class Legs {
    private static final int MAX_FORWARDS = 70; // RFC 3261 §8.1.1.6
    /** So many requests of ours an early dialog takes at most: its numbers end below those of a stray's BYE. */
    private static final int MOST_EARLY_REQUESTS = 60;

    private Legs() {}

    /** The caller's leg: an INVITE that came in. */
    public static Leg.Asked asked(LegPath path, ServerTransactionId transaction, SipRequest invite, String localTag) {
        return new Leg.Asked(0, path, transaction, invite, localTag);
    }

    /** A called leg: an INVITE that goes out. Its CSeq number and our tag make its branch. */
    public static Outgoing<Leg.Asking> ask(int number, LegPath path, SipRequest invite, String localTag) {
        ClientTransactionId transaction = Branches.of(localTag, invite.cseq().number(), SipMethod.INVITE);
        return new Outgoing<>(new Leg.Asking(number, path, transaction, invite, false), transaction, invite,
                path.flow());
    }

    /** The caller's leg once we answer 2xx. */
    public static Leg.Confirmed answered(Leg.Asked asked) {
        Dialog dialog = Dialog.uasDialog(asked.invite(), asked.localTag()).confirm();
        return new Leg.Confirmed(asked.number(), asked.path(), dialog);
    }

    /**
     * The called leg once it answered 2xx.
     *
     * @return empty when the answer lacks what a dialog needs (To-tag, Contact)
     */
    public static Optional<Leg.Confirmed> confirmed(Leg.Asking asking, SipResponse answer) {
        if (!makesDialog(answer)) {
            return Optional.empty();
        }
        return Dialog.uacDialog(asking.invite(), answer)
                .map(
                        dialog -> new Leg.Confirmed(asking.number(), asking.path(), dialog));
    }

    /** The early dialog that a provisional response to our INVITE makes; empty when it makes none. */
    public static Optional<Leg.Early> early(Leg.Asking asking, SipResponse provisional) {
        return Dialog.uacDialog(asking.invite(), provisional)
                .map(dialog -> new Leg.Early(asking.number(), asking.path(), dialog));
    }

    /** The caller's early dialog, once it has heard our tag. */
    public static Leg.Early early(Leg.Asked asked) {
        return new Leg.Early(asked.number(), asked.path(), Dialog.uasDialog(asked.invite(), asked.localTag()));
    }

    /** The caller's leg once we answer 2xx, when something has been said in its early dialog. */
    public static Leg.Confirmed answered(Leg.Early early) {
        return new Leg.Confirmed(early.number(), early.path(), early.dialog().confirm());
    }

    /** The same of the called leg, whose answer may name another target and route: its numbers go on (TRAP-10). */
    public static Leg.Confirmed confirmed(Leg.Early early, SipResponse answer) {
        return new Leg.Confirmed(early.number(), early.path(), early.dialog().confirm(answer));
    }

    /** Whether something can still be said in an early dialog. */
    public static boolean hasRoom(Leg.Early leg) {
        return leg.dialog().localCSeq() < MOST_EARLY_REQUESTS;
    }

    /**
     * A request in an early dialog: to its Contact, along its route, with its tag (TRAP-9).
     *
     * @param completing adds what the request says beside its dialog
     */
    public static Outgoing<Leg.Early> request(Leg.Early leg, SipMethod method,
            Consumer<SipRequest.Builder> completing) {
        Dialog.Numbered numbered = leg.dialog().newRequest(method, leg.path().contact(), MAX_FORWARDS);
        completing.accept(numbered.request());
        Dialog dialog = numbered.dialog();
        ClientTransactionId transaction = Branches.ofFork(dialog.id().localTag(), dialog.id().remoteTag(),
                dialog.localCSeq(), method);
        return new Outgoing<>(leg.with(dialog), transaction, numbered.request().build(),
                DialogHop.of(leg.dialog(), leg.path().flow()));
    }

    /**
     * The called leg that an answer makes which nobody waits for any more: what was said in its early dialog is forgotten,
     * so its next request is numbered above that (TRAP-10).
     */
    public static Optional<Leg.Confirmed> late(Leg.Asking asking, SipResponse answer) {
        return confirmed(asking, answer).map(leg -> leg.with(leg.dialog().skip(MOST_EARLY_REQUESTS)));
    }

    /** The ACK to a 2xx of the called side: same CSeq number, the dialog's route set (RFC 3261 §13.2.2.4). */
    public static SipRequest.Builder ack(Leg.Confirmed leg, long inviteCSeq) {
        return leg.dialog().ack(inviteCSeq, MAX_FORWARDS);
    }

    /** The name of the INVITE of that number which we sent on this leg. */
    public static ClientTransactionId inviteTransaction(Leg.Confirmed leg, long inviteCSeq) {
        return Branches.of(leg.dialog().id().localTag(), inviteCSeq, SipMethod.INVITE);
    }

    /** Where the leg's next request goes. */
    public static Flow nextHop(Leg.Confirmed leg) {
        return DialogHop.of(leg.dialog(), leg.path().flow());
    }

    /**
     * Any other request on a confirmed dialog.
     *
     * @param completing adds what the request says beside its dialog
     */
    public static Outgoing<Leg.Confirmed> request(Leg.Confirmed leg, SipMethod method,
            Consumer<SipRequest.Builder> completing) {
        Dialog.Numbered numbered = leg.dialog().newRequest(method, leg.path().contact(), MAX_FORWARDS);
        completing.accept(numbered.request());
        Dialog dialog = numbered.dialog();
        return new Outgoing<>(leg.with(dialog), Branches.of(dialog.id().localTag(), dialog.localCSeq(), method),
                numbered.request().build(), nextHop(leg));
    }

    /**
     * Says goodbye on a confirmed dialog.
     *
     * @param reason value of a Reason header to send along, empty for none (RFC 3326)
     */
    public static Outgoing<Leg.Closing> bye(Leg.Confirmed leg, Optional<String> reason) {
        return bye(leg, reason.stream().toList());
    }

    /** The same with any number of Reason values. */
    public static Outgoing<Leg.Closing> bye(Leg.Confirmed leg, List<String> reasons) {
        Dialog.Numbered numbered = leg.dialog().newRequest(SipMethod.BYE, leg.path().contact(), MAX_FORWARDS);
        reasons.forEach(value -> numbered.request().add(HeaderName.REASON, value));
        Dialog dialog = numbered.dialog();
        ClientTransactionId transaction = Branches.of(dialog.id().localTag(), dialog.localCSeq(), SipMethod.BYE);
        Leg.Closing closing = new Leg.Closing(leg.number(), leg.path(), dialog, transaction);
        return new Outgoing<>(closing, transaction, numbered.request().build(), nextHop(leg));
    }

    /**
     * Ends a 2xx that nobody waits for, from what it says itself: its dialog is built, acknowledged and left.
     *
     * @return empty when it lacks what a dialog needs
     */
    public static Optional<Stray> stray(LegPath path, SipResponse answer) {
        if (!makesDialog(answer)) {
            return Optional.empty();
        }
        long cseq = answer.cseq().number();
        Dialog dialog = strayDialog(answer, cseq);
        Flow flow = DialogHop.of(dialog, path.flow());
        // its early dialog may have seen requests of ours, of which nobody knows any more (§12.2.2 allows for gaps)
        SipRequest bye = dialog.skip(MOST_EARLY_REQUESTS)
                .newRequest(SipMethod.BYE, path.contact(), MAX_FORWARDS)
                .request()
                .build();
        String localTag = dialog.id().localTag();
        return Optional.of(new Stray(Branches.of(localTag, cseq, SipMethod.INVITE),
                dialog.ack(cseq, MAX_FORWARDS).build(),
                Branches.ofFork(localTag, dialog.id().remoteTag(), bye.cseq().number(), SipMethod.BYE), bye, flow));
    }

    private static Dialog strayDialog(SipResponse answer, long cseq) {
        List<Address> routeSet = answer.recordRoutes().orElse(List.of()).reversed();
        return new Dialog(DialogId.ofReceived(answer), Dialog.Role.UAC, true, answer.from(), answer.to(),
                answer.contacts().orElse(List.of()).getFirst().uri(), routeSet, cseq, -1, false);
    }

    private static boolean makesDialog(SipResponse answer) {
        return answer.success() && answer.toTag().isPresent()
                && answer.contacts() instanceof Field.Present(List<Address> contacts) && !contacts.isEmpty();
    }
}
