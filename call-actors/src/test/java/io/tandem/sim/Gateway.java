package io.tandem.sim;

import io.tandem.call.CallEnvironment;
import io.tandem.call.CallEvent;
import io.tandem.call.CallInput;
import io.tandem.call.CallState;
import io.tandem.call.ReplacesRules;
import io.tandem.port.CallId;
import io.tandem.port.TrunkTargets.Target;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our node: transactions, calls and media, which die with its process, and the journal, which does not. */
final class Gateway extends Host {
    private static final int RANDOM_DIGITS = CallId.LENGTH - 2;

    private final Sites sites;
    private final MediaPlane media;
    private final Journal journal = new Journal();
    private final Map<CallId, RunningCall> running = new HashMap<>();
    private final Map<Long, CallId> callers = new HashMap<>();
    /** Calls of the one who consults. */
    private final Set<CallId> second = new HashSet<>();
    /** Branches of our re-INVITEs, and of those that have been accepted. */
    private final Set<String> reInvites = new HashSet<>();
    private final Set<String> reAnswers = new HashSet<>();
    private int process;
    private int calls;
    private int writes;
    private int deaths;
    private int refusedWrites;

    Gateway(World world, Sites sites) {
        super(world);
        this.sites = sites;
        media = new MediaPlane(world.plan().around());
        start();
    }

    private void start() {
        TransactionSettings usual = TransactionSettings.DEFAULT;
        open(++process, new TransactionSettings(usual.t1Millis(), usual.t2Millis(), usual.t4Millis(),
                usual.tryingDelayMillis(), world().plan().around().firstResponseMillis(), usual.proceedingMillis(),
                usual.serverTransactions(), usual.clientTransactions()));
    }

    // What its operators and its fate do to it.

    void die(int awayMillis) {
        if (!isOpen()) {
            return;
        }
        world().ladder().noted("the process dies");
        deaths++;
        world().witness().died(running.values());
        close();
        running.clear();
        callers.clear();
        media.die();
        world().time().after(awayMillis, this::startAgain);
    }

    private void startAgain() {
        world().ladder().noted("the process starts again");
        start();
        for (CallId id : List.copyOf(journal.calls())) {
            if (!(journal.of(id).getLast() instanceof CallEvent.CallEnded)) {
                call(id).work();
            }
        }
    }

    void stop() {
        world().ladder().noted("the node is told to stop");
        new ArrayList<>(running.values()).forEach(call -> call.accept(new CallInput.Stopping("the node stops")));
    }

    void hangUpAll(String reason) {
        new ArrayList<>(running.values()).forEach(call -> call.accept(new CallInput.HangUp(reason)));
    }

    // What its calls order of it.

    MediaPlane media() {
        return media;
    }

    Journal journal() {
        return journal;
    }

    List<RunningCall> calls() {
        return List.copyOf(running.values());
    }

    int process() {
        return process;
    }

    int deaths() {
        return deaths;
    }

    int refusedWrites() {
        return refusedWrites;
    }

    /** Of the process, and within it from one refused write to the next. */
    int life() {
        return process + refusedWrites;
    }

    /** @param transfer whether they are for a call that is up: then they are third peers */
    List<Target> targets(CallId call, String trunk, boolean transfer) {
        return transfer
                ? Sites.thirds(world().plan(), trunk)
                : second.contains(call) ? Sites.partners(world().plan()) : Sites.targets(world().plan());
    }

    CallEnvironment environment(CallId id) {
        return sites.environment(id);
    }

    /** As long as this process lives. */
    void after(long millis, Runnable what) {
        int mine = process;
        world().time().after(millis, () -> {
            if (process == mine && isOpen()) {
                what.run();
            }
        });
    }

    void respond(ServerTransactionId id, SipResponse response) {
        if (response.finalResponse() && response.cseq().method().equals(SipMethod.INVITE)) {
            callers.remove(id.number());
        }
        layer().respond(id, response, now());
    }

    void tell(CallId id, CallInput input) {
        call(id).accept(input);
    }

    /** The call, brought back from the journal where it has been forgotten. */
    private RunningCall call(CallId id) {
        return running.computeIfAbsent(id, _ -> new RunningCall(this, id, journal.of(id)));
    }

    boolean runs(RunningCall call) {
        return running.get(call.id()) == call;
    }

    void forget(RunningCall call) {
        world().witness().forgotten(call);
        running.remove(call.id(), call);
    }

    /** Not while the run is wound up: then nothing wakes the call any more. */
    boolean fails() {
        return world().plan().around().refusedWrites().contains(++writes)
                && world().time().millis() < World.LATE_MILLIS;
    }

    /** Its event could not be written: its actor goes. */
    void broken(RunningCall call) {
        world().ladder().noted("the journal refuses a write");
        refusedWrites++;
        world().witness().broken(call.id());
        running.remove(call.id(), call);
    }

    /** A call whose end could not be written is ended when the node starts next time: nobody would wake it before. */
    void wakeBroken() {
        journal.calls()
                .stream()
                .filter(id -> world().witness().isBroken(id))
                .filter(id -> !(journal.of(id).getLast() instanceof CallEvent.CallEnded))
                .toList()
                .forEach(id -> call(id).work());
    }

    void journaled(RunningCall call, CallEvent event, CallState next) {
        journal.write(call.id(), event);
        world().witness().journaled(call.id(), journal.of(call.id()).getLast(), next);
    }

    // What the network brings and takes.

    @Override
    boolean isUp() {
        return isOpen();
    }

    @Override
    void receive(SipMessage message, InetSocketAddress from, InetSocketAddress to) {
        world().witness().received(message);
        if (message instanceof SipResponse response && response.success() && reInvites.contains(branch(response))
                && reAnswers.add(branch(response))) {
            world().plan().troubles().forEach(trouble -> trouble.answered(world(), reAnswers.size()));
        }
        layer().receive(message, Flow.to(sites.listenerAt(to), world().plan().transport(), from), now());
    }

    @Override
    public void sendAgain(byte[] wire, Flow flow) {
        SipMessage message = Network.read(wire);
        world().witness().sent(message);
        if (message instanceof SipRequest request && request.method().equals(SipMethod.INVITE)
                && request.toTag().isPresent() && reInvites.add(branch(request))) {
            world().plan().troubles().forEach(trouble -> trouble.asked(world(), reInvites.size()));
        }
        world().network().carry(message, sites.addressOf(flow.listener()), flow.remote());
    }

    @Override
    public Via sentBy(Flow flow, String branch) {
        InetSocketAddress at = sites.addressOf(flow.listener());
        return Via.of(flow.transport().name(), at.getHostString(), at.getPort(), branch);
    }

    @Override
    public void request(ServerTransactionId id, SipRequest request, Flow flow) {
        Optional<CallId> known = callOf(request.toTag());
        if (known.isPresent()) {
            tell(known.get(), new CallInput.RequestReceived(id, request, flow));
        } else if (request.method().equals(SipMethod.INVITE) && request.toTag().isEmpty()) {
            newCall(id, request, flow);
        } else {
            layer().respond(id, SipResponse.to(request, 481).build(), now());
        }
    }

    private static String branch(SipMessage message) {
        return message.topVia().branch().orElse("");
    }

    private void newCall(ServerTransactionId id, SipRequest invite, Flow flow) {
        switch (ReplacesRules.way(invite)) {
            case ReplacesRules.Way.NewCall _ -> {
                CallId call = newCallId();
                if (flow.remote().equals(Sites.consulting())) {
                    second.add(call);
                }
                world().witness().began(call);
                invite(call, id, invite, flow);
            }
            case ReplacesRules.Way.ToCall(CallId call) -> invite(call, id, invite, flow);
            case ReplacesRules.Way.Refused(int status) ->
                    layer().respond(id, SipResponse.to(invite, status).build(), now());
        }
    }

    private void invite(CallId call, ServerTransactionId id, SipRequest invite, Flow flow) {
        callers.put(id.number(), call);
        tell(call, new CallInput.InviteReceived(id, invite, flow, sites.groupOf(flow.listener()), "caller"));
    }

    private CallId newCallId() {
        String number = Integer.toString(++calls);
        return new CallId("07" + "0".repeat(RANDOM_DIGITS - number.length()) + number);
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        callOf(ack.toTag()).ifPresent(call -> tell(call, new CallInput.AckReceived(ack)));
    }

    @Override
    public void cancel(ServerTransactionId invite, SipRequest cancel) {
        CallId caller = callers.get(invite.number());
        Optional<CallId> call = caller != null ? Optional.of(caller) : callOf(cancel.toTag());
        call.ifPresent(owner -> tell(owner, new CallInput.CancelReceived(invite, cancel)));
    }

    @Override
    public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {
        tell(new CallId(owner), new CallInput.ResponseReceived(id, response, flow));
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        callOf(response.fromTag()).ifPresent(call -> tell(call, new CallInput.StrayAnswerReceived(response, flow)));
    }

    @Override
    public void timeout(ClientTransactionId id, String owner) {
        tell(new CallId(owner), new CallInput.TransactionTimedOut(id));
    }

    @Override
    public void transportError(ClientTransactionId id, String owner, String reason) {
        tell(new CallId(owner), new CallInput.TransportFailed(id, reason));
    }

    @Override
    public void ackMissing(ServerTransactionId invite, String toTag) {
        CallId.fromTag(toTag).ifPresent(call -> tell(call, new CallInput.AckMissing(invite)));
    }

    private static Optional<CallId> callOf(Optional<String> tag) {
        return tag.flatMap(CallId::fromTag);
    }

    @Override
    public String toString() {
        return "tandem";
    }
}
