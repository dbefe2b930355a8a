package io.tandem.call;

import io.tandem.call.actor.CallLoad;
import io.tandem.call.actor.CallPorts;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaSessions;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.OpenSession;
import io.tandem.media.session.ProtectEnd;
import io.tandem.media.session.SessionStats;
import io.tandem.media.session.Silence;
import io.tandem.port.CallBacks;
import io.tandem.port.CallId;
import io.tandem.port.CustomerDirectory;
import io.tandem.port.NumberDirectory;
import io.tandem.port.SipEdge;
import io.tandem.port.TrunkTargets;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Caller, called side, media plane and number directory of one call, for tests of its actor: they keep what they get. */
public final class PaperPeers implements SipEdge, MediaSessions, NumberDirectory, TrunkTargets {
    public static final CallId ID = CallOnPaper.ID;

    private final CallLoad load = new CallLoad(100);
    private volatile Instant clock = CallOnPaper.T0;
    private final CallOnPaper paper = new CallOnPaper();
    private final List<SipResponse> responses = new CopyOnWriteArrayList<>();
    private final List<SipRequest> requests = new CopyOnWriteArrayList<>();
    private final List<OpenSession> opened = new CopyOnWriteArrayList<>();

    public PaperPeers() {
        // The same call is played on paper beside, to know what the peers would say next.
        paper.invited();
    }

    public CallPorts ports(CallListener listener) {
        return new CallPorts(this, this, this, CustomerDirectory.NONE, CallBacks.NONE, this, listener,
                paper.env.settings(),
                paper.env.router(),
                paper.env.advertised(), () -> clock, load, paper.env.keys().secret());
    }

    /** How much the node of the ports carries, and whether it may. */
    public CallLoad load() {
        return load;
    }

    public CallInput invite() {
        return CallOnPaper.invite("+441632960000", CallOnPaper.OFFER);
    }

    public CallInput calleeAnswers() {
        CallInput answer = new CallInput.ResponseReceived(paper.sentInvite().transaction(),
                CallOnPaper.response(paper.sentInvite().request(), 200, "callee", CallOnPaper.ANSWER),
                CallOnPaper.MPS_FLOW);
        paper.on(answer);
        return answer;
    }

    public CallInput callerHangsUp() {
        CallInput bye = paper.fromCaller("BYE", 2);
        paper.on(bye);
        return bye;
    }

    public CallInput calleeConfirmsBye() {
        return paper.byeAnswered(1);
    }

    /** Their node died in mid-call and is back: from now on they are asked by numbers further up. */
    public void resumed() {
        forget();
        paper.state = CallRules.apply(paper.events.getLast());
        Instant answered = ((CallState.Talking) paper.state).answeredAt();
        Instant back = paper.now().plus(CallOnPaper.BETWEEN_INPUTS);
        paper.on(new CallInput.Resumed());
        clock = CallOnPaper.T0.plus(Duration.between(answered, back)); // how long it was up decides how far up
    }

    public CallInput callerHolds() {
        CallInput hold = paper.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=inactive\n");
        paper.on(hold);
        return hold;
    }

    public CallInput calleeIsHeld() {
        CallEffect.SendRequest asked = paper.sent(SipMethod.INVITE, 1).getLast();
        return new CallInput.ResponseReceived(asked.transaction(),
                CallOnPaper.response(asked.request(), 200, null, CallOnPaper.ANSWER + "a=inactive\n"),
                CallOnPaper.MPS_FLOW);
    }

    public void forget() {
        responses.clear();
        requests.clear();
        opened.clear();
    }

    public List<Integer> responseStatuses() {
        return responses.stream().map(SipResponse::status).toList();
    }

    public List<SipMethod> sentMethods() {
        return requests.stream().map(SipRequest::method).toList();
    }

    public List<Integer> reopenedPorts() {
        return opened.stream()
                .flatMap(order -> order.ports().stream())
                .flatMap(
                        ports -> List.of(ports.callerRtpPort(), ports.calleeRtpPort()).stream())
                .toList();
    }

    @Override
    public void respond(ServerTransactionId transaction, SipResponse response) {
        responses.add(response);
    }

    @Override
    public void request(CallId call, ClientTransactionId transaction, SipRequest request, Flow flow) {
        requests.add(request);
    }

    @Override
    public void ack(ClientTransactionId invite, SipRequest ack, Flow flow) {}

    @Override
    public void cancel(ClientTransactionId invite, Headers extra) {}

    @Override
    public Advertised advertised(String listener) {
        return Map.copyOf(paper.env.advertised()).get(listener);
    }

    @Override
    public OpenResult open(OpenSession order) {
        opened.add(order);
        return paper.media;
    }

    @Override
    public void describeRemote(DescribeRemote order) {}

    @Override
    public void protect(ProtectEnd order) {}

    @Override
    public void watch(String sessionId, Consumer<Silence> told) {}

    @Override
    public void rest(String sessionId) {}

    @Override
    public Optional<SessionStats> close(String sessionId) {
        return Optional.empty();
    }

    @Override
    public Optional<SessionStats> stats(String sessionId) {
        return Optional.empty();
    }

    @Override
    public int active() {
        return opened.size();
    }

    @Override
    public List<Target> of(String peerGroup) {
        return CallOnPaper.targets(peerGroup, 1);
    }

    @Override
    public void rest(Target target, Duration howLong) {}

    @Override
    public Optional<Lookup> cached(String number) {
        return Optional.of(paper.lookup);
    }

    @Override
    public CompletionStage<Lookup> find(String number) {
        return CompletableFuture.completedStage(paper.lookup);
    }
}
