package io.tandem.sip.transaction;

import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.util.ArrayList;
import java.util.List;

/** A transaction layer in virtual time, with a diary of what it sent and what it told its user. */
final class Station implements TransactionUser, MessageSender, TransactionListener {
    static final String BRANCH = "z9hG4bK-1";
    static final ClientTransactionId INVITE = new ClientTransactionId(BRANCH, SipMethod.INVITE);

    final TransactionLayer layer;
    final Flow peer;
    /** "milliseconds what", in order. */
    final List<String> sent = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> counted = new ArrayList<>();
    final List<SipMessage> messages = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    final List<SipRequest> requests = new ArrayList<>();
    final List<SipMessage> strays = new ArrayList<>();
    ServerTransactionId lastRequest = new ServerTransactionId(0, 0);
    boolean sendingFails;
    private long nowMillis;

    Station(TransactionSettings settings, Transport transport, String peerHost) {
        this(settings, transport, peerHost, RequestGate.OPEN);
    }

    Station(TransactionSettings settings, Transport transport, String peerHost, RequestGate gate) {
        layer = new TransactionLayer(1, settings, this, this, this, gate);
        peer = Texts.flowTo(peerHost, transport);
    }

    /** The caller's side. */
    static Station caller(Transport transport) {
        return new Station(TransactionSettings.DEFAULT, transport, Texts.CALLEE);
    }

    /** The callee's side. */
    static Station callee(Transport transport) {
        return new Station(TransactionSettings.DEFAULT, transport, Texts.CALLER);
    }

    long now() {
        return nowMillis * 1_000_000;
    }

    /** Lets the time pass, every deadline met on its time. */
    Station until(long millis) {
        long next = layer.advance(now());
        while (next <= millis * 1_000_000) {
            nowMillis = next / 1_000_000;
            next = layer.advance(next);
        }
        nowMillis = millis;
        return this;
    }

    SipRequest invite() {
        layer.request(INVITE, Texts.outgoing(SipMethod.INVITE, "call-1", 1).build(), peer, "owner", now());
        return (SipRequest) messages.getLast();
    }

    SipRequest request(SipMethod method) {
        ClientTransactionId id = new ClientTransactionId(BRANCH, method);
        layer.request(id, Texts.outgoing(method, "call-1", 2).build(), peer, "owner", now());
        return (SipRequest) messages.getLast();
    }

    void receive(SipMessage message) {
        layer.receive(Texts.overTheWire(message), peer, now());
    }

    void respond(SipResponse response) {
        layer.respond(lastRequest, response, now());
    }

    void cancel() {
        layer.cancel(INVITE, Headers.builder().build(), now());
    }

    SipMessage lastSent() {
        return messages.getLast();
    }

    boolean empty() {
        return layer.clientTransactions() == 0 && layer.serverTransactions() == 0
                && layer.advance(now()) == Long.MAX_VALUE;
    }

    private void tell(String what) {
        told.add(nowMillis + " " + what);
    }

    @Override
    public void send(SipMessage message, Flow flow) {
        messages.add(message);
        flows.add(flow);
        sent.add(nowMillis + " " + switch (message) {
            case SipRequest request -> request.method().name();
            case SipResponse response -> response.status() + " " + response.cseq().method();
        });
        if (sendingFails) {
            layer.transportFailed(flow, "refused", now());
        }
    }

    @Override
    public void sendAgain(byte[] wire, Flow flow) {
        send(Texts.read(wire), flow);
    }

    @Override
    public Via sentBy(Flow flow, String branch) {
        return Via.of(flow.transport().name(), "192.0.2.9", 5060, branch);
    }

    @Override
    public void request(ServerTransactionId id, SipRequest request, Flow flow) {
        lastRequest = id;
        requests.add(request);
        tell("request " + request.method());
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        tell("ack");
    }

    @Override
    public void cancel(ServerTransactionId invite, SipRequest cancel) {
        tell("cancel");
    }

    @Override
    public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {
        tell(owner + " " + response.status() + " " + id.method());
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        strays.add(response);
        tell("stray " + response.status());
    }

    @Override
    public void timeout(ClientTransactionId id, String owner) {
        tell(owner + " timeout " + id.method());
    }

    @Override
    public void transportError(ClientTransactionId id, String owner, String reason) {
        tell(owner + " " + reason);
    }

    @Override
    public void ackMissing(ServerTransactionId invite, String toTag) {
        tell("ack missing");
    }

    @Override
    public void merged(SipMethod method) {
        counted.add("merged");
    }

    @Override
    public void overLimit(Limit limit) {
        counted.add("over limit " + limit);
    }

    @Override
    public void answerDropped() {
        counted.add("answer dropped");
    }

    @Override
    public void unanswered(SipMethod method) {
        counted.add("unanswered " + method);
    }

    @Override
    public void retransmissionReceived(SipMethod method) {
        counted.add("again " + method);
    }
}
