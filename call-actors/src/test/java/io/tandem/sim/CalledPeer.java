package io.tandem.sim;

import io.tandem.interworking.Replaces;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ServerTransactionId;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One peer of the called trunk, or one whom a call is handed on to. */
final class CalledPeer extends Peer {
    private final Taking taking;
    private final Taking replacing;
    private final List<InCall> inCall;
    private final Map<ServerTransactionId, Invited> invitations = new HashMap<>();

    CalledPeer(World world, String name, InetSocketAddress address, InetSocketAddress node, Taking taking,
            List<InCall> inCall, Dice dice) {
        this(world, name, address, node, taking, taking, inCall, dice);
    }

    /** @param replacing how it takes who comes for the place of a dialog that it has */
    CalledPeer(World world, String name, InetSocketAddress address, InetSocketAddress node, Taking taking,
            Taking replacing, List<InCall> inCall, Dice dice) {
        super(world, name, address, node, dice);
        this.taking = taking;
        this.replacing = replacing;
        this.inCall = inCall;
    }

    @Override
    boolean isUp() {
        return taking.present();
    }

    /** Its 2xx is out. */
    void answered(PeerDialog dialog) {
        if (world().plan().impatient()) {
            begin(dialog);
        }
    }

    @Override
    void acknowledged(PeerDialog dialog) {
        if (!world().plan().impatient()) {
            begin(dialog);
        }
    }

    private void begin(PeerDialog dialog) {
        inCall.forEach(behaviour -> behaviour.up(dialog));
    }

    @Override
    void outsideDialogs(ServerTransactionId id, SipRequest request) {
        if (!request.method().equals(SipMethod.INVITE) || request.toTag().isPresent()) {
            world().witness().violated(this + " gets a " + request.method() + " of no dialog of its");
            layer().respond(id, SipResponse.to(request, 481).build(), now());
            return;
        }
        Invited invited = new Invited(this, id, request);
        invitations.put(id, invited);
        if (invited.replaces().isPresent() && node().remote().equals(Sites.MPS_LISTENER)) {
            world().witness().violated(this + " of Microsoft's side gets an INVITE with Replaces (TSP-113)");
        }
        wayOf(invited).take(invited);
    }

    private Taking wayOf(Invited invited) {
        return invited.replaces().isPresent() ? replacing : taking;
    }

    /** The dialog of its own that the INVITE is to take the place of. */
    Optional<PeerDialog> dialogNamed(Replaces named) {
        return dialog(new DialogId(named.callId(), named.toTag(), named.fromTag()));
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        if (invitations.values().stream().noneMatch(invited -> invited.isLateAckOfRefusal(ack))) {
            super.ack(ack, flow);
        }
    }

    @Override
    void pracked(PeerDialog dialog, SipRequest prack) {
        invitations.values().forEach(invited -> invited.pracked(dialog.id(), prack));
    }

    @Override
    public void cancel(ServerTransactionId invite, SipRequest cancel) {
        Invited invited = invitations.get(invite);
        if (invited != null && !invited.settled()) {
            wayOf(invited).cancelled(invited);
        }
    }
}
