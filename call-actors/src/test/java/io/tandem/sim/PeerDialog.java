package io.tandem.sim;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.RAck;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A dialog as the peer has it: what it says in it, and how it takes what it is told. */
final class PeerDialog {
    private static final int MAX_FORWARDS = 70;
    private static final String LEAST_SECONDS = "120";
    private static final String TOO_OFTEN = Sites.SHORT_SECONDS + ";";
    private static final int ASK_AGAIN_MILLIS = 1_000;
    /** Longer than whoever hangs up repeats its BYE: 64·T1. */
    static final int GOODBYE_MILLIS = 33_000;

    private final Peer peer;
    private final boolean delayedOffer;
    private Dialog dialog;
    private boolean over;
    private Optional<ClientTransactionId> exchanging = Optional.empty();
    private boolean offering;
    /** Number of the INVITE whose ACK has to bring the answer to our offer. */
    private OptionalLong awaitsAnswer = OptionalLong.empty();
    private boolean changed;
    private boolean acknowledged;
    private List<String> agreed = List.of();
    private Optional<Referral> referral = Optional.empty();

    /** @param delayedOffer whether the INVITE that made it had no offer */
    PeerDialog(Peer peer, Dialog dialog, boolean delayedOffer) {
        this.peer = peer;
        this.dialog = dialog;
        this.delayedOffer = delayedOffer;
    }

    DialogId id() {
        return dialog.id();
    }

    Peer peer() {
        return peer;
    }

    Dice dice() {
        return peer.dice();
    }

    boolean over() {
        return over;
    }

    /** The formats that both sides have agreed on, as far as this peer knows; empty where it does not. */
    List<String> agreed() {
        return agreed;
    }

    /** Whether the answer to its first INVITE is: by this peer, or to it. */
    boolean isAcknowledged() {
        return acknowledged;
    }

    void agree(List<String> formats) {
        agreed = List.copyOf(formats);
    }

    void confirm() {
        dialog = dialog.confirm();
    }

    void confirm(SipResponse answer) {
        dialog = dialog.confirm(answer);
    }

    /** Does it then, unless the dialog is over. */
    void after(long millis, Runnable what) {
        peer.after(millis, () -> {
            if (!over) {
                what.run();
            }
        });
    }

    void hangUp() {
        if (!over) {
            over = true;
            ask(SipMethod.BYE);
        }
    }

    void ask(SipMethod method) {
        peer.ask(this, next(method).build());
    }

    /** Asks for somebody else in this peer's place, once. */
    void refer(InCall.Refers manner) {
        Optional<String> whom = manner.whom().in(peer.world());
        if (whom.isEmpty()) {
            after(ASK_AGAIN_MILLIS, () -> refer(manner));
            return;
        }
        if (!peer.handsOn()) {
            return;
        }
        referral = Optional.of(new Referral(this, manner));
        SipRequest.Builder refer = next(SipMethod.REFER).add(HeaderName.REFER_TO, whom.get());
        if (manner.quiet()) {
            refer.add(HeaderName.REFER_SUB, "false");
        }
        peer.ask(this, refer.build());
        if (manner.early()) {
            after(manner.leaveMillis(), this::hangUp);
        }
    }

    /** Acknowledges a provisional response (RFC 3262 §4), unless it has said goodbye: that might come behind this. */
    void prack(long rseq, SipResponse response) {
        if (!over) {
            peer.ask(this, next(SipMethod.PRACK).add(HeaderName.RACK, new RAck(rseq, response.cseq()).text()).build());
        }
    }

    /** Whether a session that was agreed on has been changed since. */
    boolean changed() {
        return changed;
    }

    /**
     * A re-INVITE or an UPDATE with an offer, unless one of ours is open.
     *
     * @param formats none: the other side is asked for an offer
     */
    void offer(SipMethod method, List<String> formats) {
        if (open() || !acknowledged && dialog.role() == Dialog.Role.UAS) {
            return;
        }
        offering = !formats.isEmpty();
        SipRequest.Builder request = next(method);
        if (!formats.isEmpty()) {
            request.body(PeerSdp.TYPE, PeerSdp.write(peer.host(), formats));
        }
        exchanging = Optional.of(peer.ask(this, request.build()));
    }

    /** A request that comes too late: its number is below the last one's. */
    void askStale(SipMethod method) {
        long before = Math.max(0, dialog.localCSeq() - 1);
        peer.ask(this, next(method).cseq(new CSeq(before, method)).build());
    }

    private SipRequest.Builder next(SipMethod method) {
        Dialog.Numbered numbered = dialog.newRequest(method, peer.contact(), MAX_FORWARDS);
        dialog = numbered.dialog();
        return numbered.request();
    }

    void acknowledge(ClientTransactionId invite, SipResponse answer, List<String> formats) {
        SipRequest.Builder ack = dialog.ack(answer.cseq().number(), MAX_FORWARDS);
        if (!formats.isEmpty()) {
            ack.body(PeerSdp.TYPE, PeerSdp.write(peer.host(), formats));
        }
        acknowledged = true;
        peer.layer().ack(ack.build(), peer.node(), invite, peer.now());
    }

    /** Its transaction has forgotten the 2xx: the ACK goes by itself. */
    void acknowledgeStray(SipResponse answer) {
        acknowledge(peer.newTransaction(SipMethod.INVITE), answer, List.of());
    }

    // What the node says.

    void asked(ServerTransactionId id, SipRequest request) {
        if (!over && isTooOften(request)) {
            peer.layer()
                    .respond(id, SipResponse.to(request, 422).add(HeaderName.MIN_SE, LEAST_SECONDS).build(),
                            peer.now());
            return;
        }
        SipResponse.Builder response = SipResponse.to(request, statusFor(request)).contact(peer.contact());
        if (request.method().equals(SipMethod.BYE)) {
            if (!over) {
                referral.ifPresent(Referral::left);
            }
            over = true;
        } else if (isOfRefer(request)) {
            notified(request);
        } else if (request.method().equals(SipMethod.PRACK)) {
            peer.pracked(this, request);
        } else if (request.method().equals(SipMethod.INVITE) && !open() && !over) {
            List<String> offered = PeerSdp.formats(request);
            List<String> said = offered.isEmpty() ? PeerSdp.offer(dice()) : PeerSdp.answer(offered, dice());
            response.body(PeerSdp.TYPE, PeerSdp.write(peer.host(), said));
            if (offered.isEmpty()) {
                awaitsAnswer = OptionalLong.of(request.cseq().number());
            } else {
                change(said);
            }
        }
        peer.layer().respond(id, response.build(), peer.now());
    }

    private static boolean isOfRefer(SipRequest request) {
        return request.method().equals(SipMethod.NOTIFY)
                && request.headers().firstOr(HeaderName.EVENT, "").startsWith("refer");
    }

    private void notified(SipRequest notify) {
        if (statusFor(notify) == 481) {
            referral.ifPresent(Referral::refused);
        }
        referral.ifPresentOrElse(known -> known.notified(notify),
                () -> peer.world().witness().violated(peer + " is told of a REFER that it has not sent"));
    }

    /** An offer of ours has no answer yet: there is no room for another (RFC 3261 §14.2, RFC 3264 §4). */
    boolean open() {
        boolean first = delayedOffer && dialog.role() == Dialog.Role.UAS && !acknowledged;
        return exchanging.isPresent() || awaitsAnswer.isPresent() || first;
    }

    /** Some peers do not want to be refreshed as often as they may be (RFC 4028 §9). */
    private boolean isTooOften(SipRequest request) {
        return peer.world().plan().timers().calledRefuses() && request.method().equals(SipMethod.INVITE)
                && request.headers().firstOr(HeaderName.SESSION_EXPIRES, "").startsWith(TOO_OFTEN);
    }

    private int statusFor(SipRequest request) {
        if (request.method().equals(SipMethod.INVITE)) {
            return over ? 481 : open() ? 491 : 200;
        }
        return over && !request.method().equals(SipMethod.BYE) ? 481 : 200;
    }

    void acknowledged(SipRequest ack) {
        List<String> answer = PeerSdp.formats(ack);
        boolean first = !acknowledged && dialog.role() == Dialog.Role.UAS;
        if (awaitsAnswer.equals(OptionalLong.of(ack.cseq().number()))) {
            answeredByAck(answer);
        } else if (first && delayedOffer && !answer.isEmpty()) {
            agree(answer);
        }
        if (first) {
            acknowledged = true;
            peer.acknowledged(this);
        }
    }

    private void answeredByAck(List<String> answer) {
        if (!answer.isEmpty()) {
            awaitsAnswer = OptionalLong.empty();
            change(answer);
            peer.world().witness().exchanged(this);
        } else { // right where the other side has left in between: a BYE comes behind it
            after(GOODBYE_MILLIS, this::goesOnUnanswered);
        }
    }

    private void goesOnUnanswered() {
        if (awaitsAnswer.isPresent() && peer.world().gateway().process() == 1) {
            peer.world().witness().violated(peer + " is acknowledged without an answer, and the call goes on");
        }
    }

    void answered(ClientTransactionId id, SipResponse response) {
        if (!response.finalResponse()) {
            return;
        }
        if (exchanging.equals(Optional.of(id))) {
            exchanging = Optional.empty();
            if (response.success()) {
                exchanged(id, response);
            }
        }
        if (id.method().equals(SipMethod.REFER)) {
            referral.ifPresent(known -> known.answered(response));
        }
        boolean goodbye = id.method().equals(SipMethod.BYE);
        if (goodbye && response.status() != 200 && response.status() != 481) {
            peer.world().witness().violated(peer + " says BYE and hears " + response.status());
        }
    }

    private void exchanged(ClientTransactionId id, SipResponse response) {
        List<String> said = PeerSdp.formats(response);
        if (said.isEmpty()) {
            peer.world().witness().violated(peer + " changes the session and hears 2xx without a description");
        }
        boolean offered = offering;
        List<String> answer = offered || said.isEmpty() ? List.of() : PeerSdp.answer(said, dice());
        if (id.method().equals(SipMethod.INVITE)) {
            acknowledge(id, response, answer);
        }
        change(offered ? said : answer);
        if (offered) {
            peer.world().witness().exchanged(this);
        }
    }

    private void change(List<String> formats) {
        agree(formats);
        changed = true;
    }

    void unanswered(ClientTransactionId id) {
        if (id.method().equals(SipMethod.INVITE)) { // RFC 3261 §14.1: no answer to a re-INVITE ends the dialog
            exchanging = Optional.empty();
            hangUp();
        }
    }
}
