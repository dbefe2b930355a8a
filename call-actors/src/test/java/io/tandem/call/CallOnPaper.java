package io.tandem.call;

import io.tandem.media.keys.KeySecret;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.port.CallId;
import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.port.TrunkSessions;
import io.tandem.port.TrunkSessions.Timer;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.tenant.number.EmergencyNumbers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A call without a network: inputs by hand, effects and events kept to look at, look-up and media answered at once. */
final class CallOnPaper {
    static final Instant T0 = Instant.parse("2026-11-23T03:00:00Z");
    static final CallId ID = new CallId("07abcdefghij01234567");
    static final ServerTransactionId INVITE_TX = new ServerTransactionId(1, 1);
    static final Flow CORE_FLOW = Flow.to("core-udp", Transport.UDP, new InetSocketAddress("127.0.0.1", 5070));
    static final Flow MPS_FLOW = Flow.to("mps-udp", Transport.UDP, new InetSocketAddress("127.0.0.1", 5080));
    /** No session timers, which {@link SessionTimerTest} is about. */
    static final Duration BETWEEN_INPUTS = Duration.ofMillis(10);
    static final PeerGroup CORE = timed(Timer.OFF, new PeerGroup("core", PeerGroup.Side.CORE, List.of("core-udp"),
            Transport.UDP, Optional.of(Service.OPERATOR_CONNECT), Set.of(), List.of("127.0.0.0/8"),
            List.of(new PeerGroup.Peer("core-1", "127.0.0.1", 5070))));
    static final PeerGroup TEAMS = timed(Timer.OFF, new PeerGroup("teams", PeerGroup.Side.MPS, List.of("mps-udp"),
            Transport.UDP, Optional.empty(), Set.of(Service.OPERATOR_CONNECT), List.of("127.0.0.0/8"),
            List.of(new PeerGroup.Peer("mps-1", "127.0.0.1", 5080))));
    static final String OFFER = """
            v=0
            o=caller 1 1 IN IP4 10.0.0.9
            s=-
            c=IN IP4 10.0.0.9
            t=0 0
            m=audio 4000 RTP/AVP 8 0
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            """;
    static final String ANSWER = """
            v=0
            o=callee 1 1 IN IP4 10.0.0.8
            s=-
            c=IN IP4 10.0.0.8
            t=0 0
            m=audio 6000 RTP/AVP 8
            a=rtpmap:8 PCMA/8000
            """;

    final CallEnvironment env;
    final List<CallEffect> effects = new ArrayList<>();
    final List<CallEvent> events = new ArrayList<>();
    /** What it has told other calls, oldest first, until somebody carries it there. */
    final Deque<CallEffect.TellCall> toOthers = new ArrayDeque<>();
    private final List<CallEffect.SendRequest> invites = new ArrayList<>();
    private final List<CallEffect.SendRequest> requests = new ArrayList<>();
    private final List<ServerTransactionId> asked = new ArrayList<>();
    CallState state = new CallState.Idle();
    Lookup lookup = new Lookup.Unprovisioned("+441632960000");
    Optional<Customer> customer = Optional.empty();
    /** Whom the called number stands for, where that is asked. */
    Optional<String> callBack = Optional.empty();
    OpenResult media = new OpenResult.Opened(new LocalMedia("192.0.2.1", 20_000), new LocalMedia("192.0.2.1", 20_002));
    /** Whether the media plane takes its time; else it answers at once. */
    boolean mediaWaits;
    int peers = 1;
    private Instant now = T0;

    static PeerGroup timed(Timer timer, PeerGroup group) {
        TrunkSessions sessions = TrunkSessions.DEFAULT;
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), group.security(), group.rates(),
                group.numbers(), group.probing(), group.rules(), group.profile(), group.setUp(),
                new TrunkSessions(sessions.offered(), timer, sessions.expires(), sessions.least()));
    }

    /** Peers {@code core-1, core-2, …} or {@code mps-1, …}, on ports that rise. */
    static List<Target> targets(String peerGroup, int peers) {
        Flow first = peerGroup.equals("core") ? CORE_FLOW : MPS_FLOW;
        return IntStream.range(0, peers)
                .mapToObj(i -> {
                    int port = first.remote().getPort() + i;
                    String peer = (peerGroup.equals("core") ? "core-" : "mps-") + (i + 1);
                    return new Target(peerGroup, peer, "127.0.0.1", port, Flow.to(first.listener(), Transport.UDP,
                            new InetSocketAddress("127.0.0.1", port)));
                })
                .toList();
    }

    CallOnPaper() {
        this(false);
    }

    /** @param full whether its node carries as many calls as it may */
    CallOnPaper(boolean full) {
        env = env(full, List.of(CORE, TEAMS));
    }

    CallOnPaper(PeerGroup... trunks) {
        env = env(false, List.of(trunks));
    }

    /** A second one beside the first. */
    CallOnPaper(CallId id, PeerGroup... trunks) {
        env = env(id, false, List.of(trunks));
    }

    private static final KeySecret SECRET = new KeySecret(new byte[32]);

    private static CallEnvironment env(boolean full, List<PeerGroup> trunks) {
        return env(ID, full, trunks);
    }

    private static CallEnvironment env(CallId id, boolean full, List<PeerGroup> trunks) {
        return new CallEnvironment(id,
                new CallSettings(CallSettings.NO_ANSWER_DEFAULT, CallSettings.RELEASE_DEFAULT,
                        CallSettings.PROGRESS_DEFAULT, CallSettings.MAX_ATTEMPTS_DEFAULT, "192.0.2.1",
                        "Tandem/test",
                        new EmergencyNumbers(List.of("911", "933", "999", "+44999"), List.of("933")), true),
                new Router(trunks),
                Map.of("core-udp", new Advertised("192.0.2.1", 5060, "udp"), "mps-udp",
                        new Advertised("192.0.2.1", 5061, "udp")),
                full, new CallKeys(id, SECRET));
    }

    /** Feeds an input, and the answers to what it orders of look-up and media. */
    CallOnPaper on(CallInput input) {
        now = input instanceof CallInput.TargetsFound ? now : now.plus(BETWEEN_INPUTS); // that look-up takes no time
        if (input instanceof CallInput.RequestReceived received) {
            asked.add(received.transaction());
        }
        Decision decision = Rewriting.decide(env, state, input, now);
        state = decision.next();
        events.addAll(decision.events());
        effects.addAll(decision.effects());
        decision.effects()
                .stream()
                .filter(CallEffect.SendRequest.class::isInstance)
                .map(CallEffect.SendRequest.class::cast)
                .forEach(requests::add);
        decision.effects()
                .stream()
                .filter(CallEffect.SendRequest.class::isInstance)
                .map(
                        CallEffect.SendRequest.class::cast)
                .filter(
                        send -> send.request().method().equals(SipMethod.INVITE)
                                && send.request().toTag().isEmpty())
                .forEach(invites::add);
        for (CallEffect effect : decision.effects()) {
            if (effect instanceof CallEffect.FindNumber find) {
                on(new CallInput.NumberFound(lookup, customer, find.place() ? callBack : Optional.empty()));
            } else if (effect instanceof CallEffect.FindTargets(String group)) {
                on(new CallInput.TargetsFound(targets(group, peers)));
            } else if (effect instanceof CallEffect.TellCall tell) {
                toOthers.add(tell);
            } else if (effect instanceof CallEffect.OpenMedia && !mediaWaits) {
                on(new CallInput.MediaAnswered(media));
            }
        }
        return this;
    }

    CallOnPaper passes(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** Forgets what was ordered so far, so that a test looks at what comes next only. */
    CallOnPaper forget() {
        effects.clear();
        return this;
    }

    // What the peers send.

    CallOnPaper invited() {
        return on(invite("+441632960000", OFFER));
    }

    static CallInput.InviteReceived invite(String called, String sdp) {
        return new CallInput.InviteReceived(INVITE_TX, request("INVITE", "sip:" + called + "@192.0.2.1:5060",
                "<sip:+441632960111@core.example>;tag=caller", "<sip:" + called + "@192.0.2.1>", 1, sdp), CORE_FLOW,
                "core", "core-1");
    }

    /** Says the target that was asked first. */
    CallOnPaper calleeSays(int status, String sdp) {
        return targetSays(1, status, sdp);
    }

    /** Says the target of that leg: the first one has number 1. */
    CallOnPaper targetSays(int leg, int status, String sdp, String... headers) {
        CallEffect.SendRequest invite = invites.get(leg - 1);
        return on(new CallInput.ResponseReceived(invite.transaction(),
                response(invite.request(), status, "callee", sdp, headers), invite.flow()));
    }

    /** Nothing comes of the INVITE of that leg: Timer B. */
    CallOnPaper targetIsSilent(int leg) {
        return on(new CallInput.TransactionTimedOut(invites.get(leg - 1).transaction()));
    }

    CallOnPaper targetIsUnreachable(int leg) {
        return on(new CallInput.TransportFailed(invites.get(leg - 1).transaction(), "connection refused"));
    }

    CallOnPaper answered() {
        return invited().calleeSays(200, ANSWER);
    }

    /** When what happened last has happened. */
    Instant now() {
        return now;
    }

    /** Answered, and the caller has acknowledged it. */
    CallOnPaper talking() {
        return answered().on(ack(""));
    }

    /** Says the side of that leg to the last INVITE that we sent it inside its dialog. */
    CallOnPaper reinvited(int leg, int status, String sdp, String... headers) {
        CallEffect.SendRequest invite = sentLast(SipMethod.INVITE, leg);
        return on(new CallInput.ResponseReceived(invite.transaction(),
                response(invite.request(), status, null, sdp, headers), invite.flow()));
    }

    CallInput.RequestReceived fromCaller(String method, int cseq) {
        return fromCaller(method, cseq, "");
    }

    CallInput.RequestReceived fromCaller(String method, int cseq, String sdp) {
        return new CallInput.RequestReceived(new ServerTransactionId(1, 100 + cseq), request(method,
                "sip:" + env.id().tag(0) + "@192.0.2.1:5060", "<sip:+441632960111@core.example>;tag=caller",
                "<sip:+441632960000@192.0.2.1>;tag=" + env.id().tag(0), cseq, sdp), CORE_FLOW);
    }

    CallInput.RequestReceived fromCallee(String method, int cseq) {
        return fromCallee(method, cseq, "");
    }

    CallInput.RequestReceived fromCallee(String method, int cseq, String sdp) {
        SipRequest invite = invites.getLast().request();
        SipRequest request = (SipRequest) parse(method + " " + "sip:" + env.id().tag(invites.size())
                + "@192.0.2.1:5061 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 10.0.0.8:5060;branch=z9hG4bKcallee" + cseq + "\r\nMax-Forwards: 70\r\nFrom: "
                + invite.to().text() + ";tag=callee\r\nTo: " + invite.from().text() + "\r\nCall-ID: "
                + invite.callId() + "\r\nCSeq: " + cseq + " " + method
                + "\r\nContact: <sip:callee@10.0.0.8:5090>\r\n" + body(sdp));
        return new CallInput.RequestReceived(new ServerTransactionId(1, 200 + cseq), request, MPS_FLOW);
    }

    CallInput.CancelReceived cancel() {
        return new CallInput.CancelReceived(INVITE_TX, request("CANCEL", "sip:+441632960000@192.0.2.1:5060",
                "<sip:+441632960111@core.example>;tag=caller", "<sip:+441632960000@192.0.2.1>", 1, ""));
    }

    CallInput.AckReceived ack(String sdp) {
        return ack(1, sdp);
    }

    CallInput.AckReceived ack(int cseq, String sdp) {
        return new CallInput.AckReceived(request("ACK", "sip:" + env.id().tag(0) + "@192.0.2.1:5060",
                "<sip:+441632960111@core.example>;tag=caller", "<sip:+441632960000@192.0.2.1>;tag=" + env.id().tag(0),
                cseq,
                sdp));
    }

    CallInput.ResponseReceived byeAnswered(int leg) {
        CallEffect.SendRequest bye = sent(SipMethod.BYE, leg).getLast();
        return new CallInput.ResponseReceived(bye.transaction(), response(bye.request(), 200, null, ""),
                leg == 0 ? CORE_FLOW : MPS_FLOW);
    }

    // What the call ordered.

    /** The requests that the peers have sent inside their dialogs. */
    List<ServerTransactionId> asked() {
        return List.copyOf(asked);
    }

    CallEffect.SendRequest sentInvite() {
        return invites.getFirst();
    }

    /** The INVITEs so far, one a leg. */
    List<CallEffect.SendRequest> invites() {
        return List.copyOf(invites);
    }

    boolean hasInvited() {
        return !invites.isEmpty();
    }

    /** The last such request to that leg, also when it was {@link #forget forgotten}. */
    CallEffect.SendRequest sentLast(SipMethod method, int leg) {
        return requests.reversed()
                .stream()
                .filter(send -> send.leg() == leg && send.request().method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    List<CallEffect.SendRequest> sent(SipMethod method, int leg) {
        return all(CallEffect.SendRequest.class).stream()
                .filter(
                        send -> send.leg() == leg && send.request().method().equals(method))
                .toList();
    }

    List<SipResponse> responses(ServerTransactionId transaction) {
        return all(CallEffect.Respond.class).stream()
                .filter(respond -> respond.transaction().equals(transaction))
                .map(
                        CallEffect.Respond::response)
                .toList();
    }

    <E extends CallEffect> List<E> all(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    CallEvent.CallEnded record() {
        List<CallEvent> ended = events.stream().filter(CallEvent.CallEnded.class::isInstance).toList();
        if (ended.size() != 1) {
            throw new AssertionError("one CallEnded is due, there are " + ended.size() + " in " + state);
        }
        return (CallEvent.CallEnded) ended.getFirst();
    }

    // Messages.

    static SipRequest request(String method, String uri, String from, String to, int cseq, String sdp) {
        return (SipRequest) parse(method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bK"
                + method + cseq + "\r\nMax-Forwards: 70\r\nFrom: " + from + "\r\nTo: " + to
                + "\r\nCall-ID: secret-topology@10.0.0.9\r\nCSeq: " + cseq + " " + method
                + "\r\nContact: <sip:caller@10.0.0.9:5070>\r\n" + body(sdp));
    }

    static SipResponse response(SipRequest request, int status, String toTag, String sdp, String... headers) {
        String more = Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        String to = request.to().text() + (toTag == null || request.toTag().isPresent() ? "" : ";tag=" + toTag);
        return (SipResponse) parse(
                "SIP/2.0 " + status + " Said so\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nFrom: "
                        + request.from().text() + "\r\nTo: " + to + "\r\nCall-ID: " + request.callId() + "\r\nCSeq: "
                        + request.cseq().text() + "\r\nContact: <sip:callee@10.0.0.8:5090>\r\n" + more + body(sdp));
    }

    private static String body(String sdp) {
        String lines = sdp.replace("\n", "\r\n");
        return (sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + lines.length()
                + "\r\n\r\n" + lines;
    }

    static SipRequest parsed(String wire) {
        return (SipRequest) parse(wire);
    }

    static SipRequest parsed(byte[] wire) {
        return (SipRequest) parse(wire);
    }

    private static SipMessage parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SipMessage parse(byte[] wire) {
        return switch (SipParser.parse(wire)) {
            case ParseResult.Parsed(SipMessage message) -> message;
            case ParseResult other -> throw new AssertionError(
                    other + " of\n" + new String(wire, StandardCharsets.UTF_8));
        };
    }
}
