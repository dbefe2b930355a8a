package io.tandem.sim;

import io.tandem.leg.Leg;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.transaction.TransactionSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One end of a call outside of our node: a user agent that keeps to RFC 3261, as far as its behaviours let it. */
abstract class Peer extends Host {
    private final String name;
    private final InetSocketAddress address;
    private final Flow node;
    private final Dice dice;
    private final Map<DialogId, PeerDialog> dialogs = new HashMap<>();
    private final Map<ClientTransactionId, PeerDialog> asked = new HashMap<>();
    private int counted;
    private boolean handedOn;

    /** @param node where it meets our node */
    Peer(World world, String name, InetSocketAddress address, InetSocketAddress node, Dice dice) {
        super(world);
        this.name = name;
        this.address = address;
        this.node = Flow.to("peer", world.plan().transport(), node);
        this.dice = dice;
        open(address.getPort(), TransactionSettings.DEFAULT);
    }

    final Dice dice() {
        return dice;
    }

    final Flow node() {
        return node;
    }

    final InetSocketAddress address() {
        return address;
    }

    final String host() {
        return address.getHostString();
    }

    final Address contact() {
        String transport = world().plan().transport().reliable() ? ";transport=tcp" : "";
        return address("<sip:" + name + "@" + host() + ":" + address.getPort() + transport + ">");
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    /** A word that nobody else uses: for tags and branches. */
    final String newWord() {
        return name + "w" + ++counted;
    }

    final ClientTransactionId newTransaction(SipMethod method) {
        return new ClientTransactionId("z9hG4bK" + newWord(), method);
    }

    final void after(long millis, Runnable what) {
        world().time().after(millis, what);
    }

    final Collection<PeerDialog> dialogs() {
        return dialogs.values();
    }

    final Optional<PeerDialog> dialog(DialogId id) {
        return Optional.ofNullable(dialogs.get(id));
    }

    /** Whether it has handed no call on yet: once is enough, or two of them would do it for ever. */
    final boolean handsOn() {
        boolean first = !handedOn;
        handedOn = true;
        return first;
    }

    /** The dialog that our node's leg is the other end of, where this peer has it. */
    final Optional<PeerDialog> dialogOf(Leg.Confirmed leg) {
        DialogId ours = leg.dialog().id();
        return dialog(new DialogId(ours.callId(), ours.remoteTag(), ours.localTag()));
    }

    final PeerDialog keep(PeerDialog dialog) {
        PeerDialog known = dialogs.putIfAbsent(dialog.id(), dialog);
        return known == null ? dialog : known;
    }

    final ClientTransactionId ask(PeerDialog dialog, SipRequest request) {
        ClientTransactionId id = newTransaction(request.method());
        asked.put(id, dialog);
        layer().request(id, request, node, "", now());
        return id;
    }

    @Override
    void receive(SipMessage message, InetSocketAddress from, InetSocketAddress to) {
        if (!PeerSdp.formats(message).isEmpty() && !PeerSdp.goesThrough(message, World.MEDIA_ADDRESS)) {
            world().witness().violated(name + " is sent past our media");
        }
        layer().receive(message, node, now());
    }

    @Override
    public void sendAgain(byte[] wire, Flow flow) {
        world().network().carry(Network.read(wire), address, flow.remote());
    }

    @Override
    public Via sentBy(Flow flow, String branch) {
        return Via.of(flow.transport().name(), host(), address.getPort(), branch);
    }

    @Override
    public void request(ServerTransactionId id, SipRequest request, Flow flow) {
        Optional<PeerDialog> dialog = dialog(DialogId.ofReceived(request));
        if (dialog.isPresent()) {
            dialog.get().asked(id, request);
        } else {
            outsideDialogs(id, request);
        }
    }

    /** The called side's 2xx is acknowledged: from here on it may say BYE (RFC 3261 §15). */
    void acknowledged(PeerDialog dialog) {
        // The caller begins when it has the answer.
    }

    /** A PRACK in that dialog, which is answered by itself. */
    void pracked(PeerDialog dialog, SipRequest prack) {
        world().witness().violated(name + " gets a PRACK and has told nothing");
    }

    /** A request that belongs to no dialog that this peer knows. */
    abstract void outsideDialogs(ServerTransactionId id, SipRequest request);

    @Override
    public void ack(SipRequest ack, Flow flow) {
        dialog(DialogId.ofReceived(ack)).ifPresentOrElse(dialog -> dialog.acknowledged(ack),
                () -> world().witness().violated(name + " gets an ACK of no dialog of its"));
    }

    @Override
    public void cancel(ServerTransactionId invite, SipRequest cancel) {
        // In a dialog: the answer is given at once, so there is nothing to cancel.
    }

    @Override
    public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {
        if (asked.containsKey(id)) {
            asked.get(id).answered(id, response);
        }
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        dialog(DialogId.ofReceived(response)).ifPresent(dialog -> dialog.acknowledgeStray(response));
    }

    @Override
    public void timeout(ClientTransactionId id, String owner) {
        if (asked.containsKey(id)) {
            asked.get(id).unanswered(id);
        }
    }

    @Override
    public void transportError(ClientTransactionId id, String owner, String reason) {
        world().witness().violated(name + " cannot send: " + reason);
    }

    @Override
    public void ackMissing(ServerTransactionId invite, String toTag) {
        List<PeerDialog> known = new ArrayList<>(dialogs.values());
        known.stream().filter(dialog -> dialog.id().localTag().equals(toTag)).forEach(PeerDialog::hangUp);
    }

    @Override
    public final String toString() {
        return name;
    }
}
