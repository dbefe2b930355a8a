package io.tandem.sim;

import io.tandem.port.CallId;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Uri;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.net.InetSocketAddress;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.RAck;
import java.util.HashMap;
import java.util.Map;
import java.util.List;
import java.util.Optional;

/** Places one call: the caller, or one who comes in later. */
final class CallingPeer extends Peer {
    private static final Headers NOTHING_MORE = Headers.builder().build();

    private final Placing placing;
    private final List<String> offer;
    private final String tag;
    private final ClientTransactionId transaction;
    /** By dialog: the number told last, and the description that came first, which is the answer (RFC 3261 §13.2.1). */
    private final Map<DialogId, Long> told = new HashMap<>();
    private final Map<DialogId, List<String>> described = new HashMap<>();
    private SipRequest invite;
    private boolean over;

    CallingPeer(World world, String name, InetSocketAddress address, InetSocketAddress node, Placing placing,
            Dice dice) {
        super(world, name, address, node, dice);
        this.placing = placing;
        offer = placing.delayedOffer() ? List.of() : PeerSdp.offer(dice);
        tag = newWord();
        transaction = newTransaction(SipMethod.INVITE);
    }

    /** A call to a number. */
    void call() {
        call(Optional.empty());
    }

    /** In the place of that dialog, if there is one to name (RFC 3891). */
    void call(Optional<String> replaces) {
        String there = "sip:+441632960000@" + node().remote().getHostString() + ":" + node().remote().getPort();
        SipRequest.Builder request = SipRequest.builder(SipMethod.INVITE, Uri.parse(there).orElseThrow())
                .from(address("<sip:+441632960111@" + host() + ">;tag=" + tag))
                .to(address("<" + there + ">"))
                .callId("call@" + host())
                .cseq(new CSeq(dice().between(1, 100), SipMethod.INVITE))
                .maxForwards(70)
                .contact(contact());
        if (!offer.isEmpty()) {
            request.body(PeerSdp.TYPE, PeerSdp.write(host(), offer));
        }
        replaces.ifPresent(dialog -> request.add(HeaderName.REPLACES, dialog));
        if (placing.reliable()) {
            request.add(HeaderName.REQUIRE, "100rel");
        }
        if (!placing.timer().isEmpty()) {
            request.add(HeaderName.SUPPORTED, placing.timer().get(0))
                    .add(HeaderName.SESSION_EXPIRES, placing.timer().get(1));
        }
        for (String row : placing.says()) {
            int colon = row.indexOf(':');
            request.add(HeaderName.of(row.substring(0, colon)), row.substring(colon + 2));
        }
        invite = request.build();
        layer().request(transaction, invite, node(), "", now());
        placing.calling().asked(this);
    }

    /** Whether its INVITE is out. */
    boolean asks() {
        return invite != null;
    }

    void cancel() {
        layer().cancel(transaction, NOTHING_MORE, now());
    }

    /** By a BYE in the early dialog, unless the INVITE has its final response. */
    void giveUp(PeerDialog early) {
        if (!over) {
            early.hangUp();
        }
    }

    /** Unless the INVITE has its final response. */
    void askEarly(PeerDialog early, SipMethod method) {
        if (!over) {
            early.ask(method);
        }
    }

    void acknowledge(PeerDialog dialog, SipResponse answer, List<String> formats) {
        if (!formats.isEmpty()) {
            dialog.agree(formats);
        }
        dialog.acknowledge(transaction, answer, formats);
    }

    /** What the ACK has to say: something where the answer was an offer. */
    List<String> answerTo(SipResponse answer) {
        List<String> offered = PeerSdp.formats(answer);
        return offer.isEmpty() && !offered.isEmpty() ? PeerSdp.answer(offered, dice()) : List.of();
    }

    /** The call, once it is up, and until it is over. */
    Optional<PeerDialog> up() {
        return dialogs().stream().filter(dialog -> dialog.isAcknowledged() && !dialog.over()).findFirst();
    }

    void begin(PeerDialog dialog) {
        placing.inCall().forEach(behaviour -> behaviour.up(dialog));
    }

    @Override
    public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {
        if (!id.equals(transaction)) {
            super.response(id, owner, response, flow);
        } else if (response.finalResponse() && !response.success()) {
            over = true;
        } else {
            inDialog(response);
        }
    }

    private void inDialog(SipResponse response) {
        Optional<PeerDialog> known = dialog(DialogId.ofReceived(response));
        Optional<PeerDialog> dialog = known.isPresent()
                ? known
                : Dialog.uacDialog(invite, response).map(made -> keep(new PeerDialog(this, made, offer.isEmpty())));
        describes(response);
        if (!response.success()) {
            dialog.ifPresent(early -> progressed(early, response));
        }
        if (response.success()) {
            dialog.ifPresent(up -> answered(up, response));
        } else if (known.isEmpty()) {
            dialog.ifPresent(early -> placing.calling().progressed(this, early));
        }
    }

    private void describes(SipResponse response) {
        List<String> formats = PeerSdp.formats(response);
        if (!offer.isEmpty() && !formats.isEmpty()) {
            List<String> first = described.computeIfAbsent(DialogId.ofReceived(response), _ -> formats);
            if (!first.equals(formats)) {
                world().witness()
                        .violated(this + " is given " + formats + " in " + response.status() + " after " + first);
            }
        }
    }

    private void progressed(PeerDialog early, SipResponse response) {
        Optional<Long> number = RAck.rseqOf(response);
        if (number.isPresent() != placing.reliable()) {
            world().witness().violated(this + " is told " + response.status() + " with the number " + number);
        }
        if (number.isEmpty() || placing.silent()) {
            return;
        }
        Long last = told.get(early.id());
        if (last == null || number.get() == last + 1) {
            told.put(early.id(), number.get());
            early.prack(number.get(), response);
        } else if (number.get() > last) {
            world().witness().violated(this + " is told number " + number.get() + " after " + last);
        }
    }

    private void answered(PeerDialog dialog, SipResponse answer) {
        dialog.confirm(answer);
        if (!offer.isEmpty()) {
            dialog.agree(described.getOrDefault(dialog.id(), List.of()));
        }
        if (over) { // a second answer: of another call that a repeated INVITE has made after a restart
            dialog.acknowledge(transaction, answer, List.of());
            dialog.hangUp();
            return;
        }
        over = true;
        placing.calling().answered(this, dialog, answer);
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        Optional<PeerDialog> known = dialog(DialogId.ofReceived(response));
        known.ifPresentOrElse(dialog -> dialog.acknowledgeStray(response), () -> Dialog.uacDialog(invite, response)
                .map(made -> keep(new PeerDialog(this, made, offer.isEmpty())))
                .ifPresent(
                        dialog -> {
                            dialog.acknowledgeStray(response);
                            dialog.hangUp();
                        }));
    }

    /** Our node may hang up before its answer has come here. */
    @Override
    void outsideDialogs(ServerTransactionId id, SipRequest request) {
        boolean ofThisCall = invite != null && request.callId().equals(invite.callId())
                && request.toTag().equals(Optional.of(tag))
                && request.fromTag().flatMap(CallId::fromTag).isPresent();
        if (!ofThisCall) {
            world().witness().violated(this + " gets a " + request.method() + " of no dialog of its");
        }
        layer().respond(id, SipResponse.to(request, 481).build(), now());
    }
}
