package io.tandem.sip.transaction;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One end of a simulation: places calls, answers or refuses them, hangs up, and keeps account of what it is told. */
final class SimulatedAgent implements TransactionUser, MessageSender {
    final TransactionLayer layer;
    final String address;
    /** What came of each client transaction: final status, "timeout" or "error". */
    final Map<ClientTransactionId, List<String>> endings = new HashMap<>();
    /** Everything that was told of each server transaction. */
    final Map<ServerTransactionId, List<String>> served = new HashMap<>();
    /** How often a request was passed up, by its branch and method. */
    final Map<String, Integer> passedUp = new HashMap<>();
    private final Map<ClientTransactionId, SipRequest> invites = new HashMap<>();
    private final Map<ServerTransactionId, SipRequest> ringing = new HashMap<>();
    private final Map<String, ServerTransactionId> answered = new HashMap<>();
    private final Simulation simulation;
    private final Flow peer;
    private int branches;

    SimulatedAgent(Simulation simulation, String address, String peerAddress) {
        this.simulation = simulation;
        this.address = address;
        peer = Texts.flowTo(peerAddress, Transport.UDP);
        layer = new TransactionLayer(address.hashCode(), TransactionSettings.DEFAULT, this, this,
                TransactionListener.NONE);
    }

    /** Calls, and cancels after that many milliseconds unless negative. */
    void call(int number, int cancelAfterMillis) {
        ClientTransactionId id = newId(SipMethod.INVITE);
        SipRequest invite = Texts.outgoing(SipMethod.INVITE, "call-" + number, 1).build();
        invites.put(id, invite);
        start(id, invite);
        if (cancelAfterMillis >= 0) {
            simulation.after(cancelAfterMillis,
                    () -> layer.cancel(id, Headers.builder().build(), simulation.now()));
        }
    }

    private ClientTransactionId newId(SipMethod method) {
        return new ClientTransactionId("z9hG4bK-" + address + "-" + ++branches, method);
    }

    private void start(ClientTransactionId id, SipRequest request) {
        endings.put(id, new ArrayList<>());
        layer.request(id, request, peer, "", simulation.now());
    }

    @Override
    public void send(SipMessage message, Flow flow) {
        simulation.carry(message, this);
    }

    @Override
    public void sendAgain(byte[] wire, Flow flow) {
        send(Texts.read(wire), flow);
    }

    @Override
    public Via sentBy(Flow flow, String branch) {
        return Via.of("UDP", address, 5060, branch);
    }

    @Override
    public void request(ServerTransactionId id, SipRequest request, Flow flow) {
        served.put(id, new ArrayList<>());
        passedUp.merge(request.topVia().text() + request.method(), 1, Integer::sum);
        if (request.method().equals(SipMethod.INVITE)) {
            ring(id, request);
        } else {
            simulation.after(simulation.random.nextInt(2_000),
                    () -> layer.respond(id, Texts.response(request, 200, "x"), simulation.now()));
        }
    }

    private void ring(ServerTransactionId id, SipRequest invite) {
        ringing.put(id, invite);
        String tag = "tag" + id.number();
        answered.put(invite.callId(), id);
        simulation.after(simulation.random.nextInt(500), () -> answer(id, 180, tag));
        int status = simulation.random.nextBoolean() ? 200 : 486;
        simulation.after(500 + simulation.random.nextInt(5_000), () -> answer(id, status, tag));
    }

    private void answer(ServerTransactionId id, int status, String tag) {
        SipRequest invite = status < 200 ? ringing.get(id) : ringing.remove(id);
        if (invite != null) {
            layer.respond(id, Texts.response(invite, status, tag), simulation.now());
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        served.get(answered.get(ack.callId())).add("ack");
    }

    @Override
    public void cancel(ServerTransactionId invite, SipRequest cancel) {
        served.get(invite).add("cancel");
        answer(invite, 487, "tag" + invite.number());
    }

    @Override
    public void ackMissing(ServerTransactionId invite, String toTag) {
        served.get(invite).add("ack missing");
    }

    @Override
    public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {
        if (response.provisional()) {
            return;
        }
        endings.get(id).add(Integer.toString(response.status()));
        if (id.method().equals(SipMethod.INVITE) && response.success()) {
            acknowledgeAndHangUp(id, response);
        }
    }

    private void acknowledgeAndHangUp(ClientTransactionId id, SipResponse response) {
        Optional<Dialog> dialog = Dialog.uacDialog(invites.get(id), response);
        layer.ack(dialog.orElseThrow().ack(1, 70).build(), peer, id, simulation.now());
        SipRequest bye = dialog.orElseThrow().newRequest(SipMethod.BYE, Texts.address("<sip:x>"), 70).request().build();
        simulation.after(simulation.random.nextInt(10_000), () -> start(newId(SipMethod.BYE), bye));
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        ClientTransactionId id = new ClientTransactionId(response.topVia().branch().orElseThrow(), SipMethod.INVITE);
        Dialog dialog = Dialog.uacDialog(invites.get(id), response).orElseThrow();
        layer.ack(dialog.ack(1, 70).build(), peer, id, simulation.now());
    }

    @Override
    public void timeout(ClientTransactionId id, String owner) {
        endings.get(id).add("timeout");
    }

    @Override
    public void transportError(ClientTransactionId id, String owner, String reason) {
        endings.get(id).add("error");
    }
}
