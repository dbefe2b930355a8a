package io.tandem.ops.lab;

import io.tandem.media.sdp.Crypto;
import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.EndPoint;
import io.tandem.media.sdp.OwnMedia;
import io.tandem.media.udp.PortPool;
import io.tandem.ops.lab.audio.Mouth;
import io.tandem.ops.lab.profile.TeamsProfile;
import io.tandem.ops.lab.stamp.Batch;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.NextHop;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.transaction.TransactionLayer;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import io.tandem.sip.transaction.TransactionUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The calls of one agent, between the transaction layer and their rules. For the agent's thread. */
final class CallDesk implements TransactionUser {
    private static final int BIND_ATTEMPTS = 50;

    /** TSP-141. */
    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private final AgentSettings settings;
    private final Selector selector;
    private final Clockwork clock;
    private final Beats<LiveCall> beats;
    private final RandomGenerator random;
    private final AtomicInteger open;
    private final Consumer<CallReport> reports;
    private final Wire wire;
    private final Observations seen;
    private final TransactionLayer layer;
    private final TeamsProfile profile;
    private final Transfers transfers;
    private final OptionsDesk options = new OptionsDesk();
    private final PortPool ports;
    private Batch batch;
    private final Map<String, LiveCall> byTag = new HashMap<>();
    private final Map<ServerTransactionId, LiveCall> byInvite = new HashMap<>();

    /** @param open calls at once, those that are ordered and not yet begun included; shared with who orders */
    CallDesk(AgentSettings settings, Selector selector, Clockwork clock, RandomGenerator random, AtomicInteger open,
            Consumer<CallReport> reports, Observations seen) throws IOException {
        this.settings = settings;
        this.selector = selector;
        this.clock = clock;
        beats = new Beats<>(clock, CallDesk::speak);
        this.random = random;
        this.open = open;
        this.reports = reports;
        ports = new PortPool(settings.lowMediaPort(), settings.highMediaPort());
        this.seen = seen;
        profile = new TeamsProfile(new TeamsProfile.Names(settings.signalling().host(), gatewayName()));
        wire = wire();
        transfers = new Transfers(((SipUri) contact().uri()).host());
        layer = new TransactionLayer(random.nextLong(), TransactionSettings.DEFAULT, this, wire,
                TransactionListener.NONE);
    }

    private Wire wire() throws IOException {
        return switch (settings.signalling().transport()) {
            case UDP -> new UdpWire(settings.name(), settings.sip(), selector, this::received, this::sendingFailed);
            case TCP, TLS -> new StreamWire(settings, selector, seen, this::received, this::sendingFailed);
        };
    }

    InetSocketAddress address() {
        return wire.address();
    }

    /** Fires SIP's timers; how long until the next one. */
    long advance(long nowNanos) {
        wire.sweep(nowNanos);
        long next = layer.advance(nowNanos);
        return next == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, next - nowNanos);
    }

    void place(CallOrder order) {
        LiveCall.Start start = new LiveCall.Start(order.calling(), order.called(), text(), wire.flowTo(order.gateway()),
                order.hangUpAfterMillis(), order.script(), Optional.empty());
        Optional<Dialog> replaced = order.pickUp().flatMap(this::upBetween);
        if (order.pickUp().isPresent() && replaced.isEmpty()) {
            unplaced(start, "there is no such call to take the place of");
            return;
        }
        Optional<LiveCall> live = begin(start, text());
        if (live.isEmpty()) {
            unplaced(start, "no media port is free");
            return;
        }
        run(live.get(), UaCalling.call(order, live.get().self, live.get().sipCallId, replaced));
    }

    private Optional<Dialog> upBetween(CallOrder.PickUp numbers) {
        return byTag.values()
                .stream()
                .filter(call -> call.calling.equals(numbers.calling()) && call.called.equals(numbers.called()))
                .flatMap(call -> call.state instanceof UaState.Talking talking
                        ? Stream.of(talking.dialog())
                        : Stream.empty())
                .findFirst();
    }

    private void unplaced(LiveCall.Start start, String why) {
        open.decrementAndGet();
        reports.accept(new CallReport(settings.name(), true, start.calling(), start.called(), start.sipCallId(), "", -1,
                new Outcome.Failed(why), List.of(), Optional.empty(), Optional.empty()));
    }

    void ask(OptionsDesk.Question question) {
        long now = System.nanoTime();
        String tag = text();
        ClientTransactionId id = UaMessages.id(SipMethod.OPTIONS, tag, 1);
        if (options.add(id, question, now)) {
            InetSocketAddress to = question.gateway();
            String host = gatewayName().isEmpty()
                    ? UaMessages.bracketed(to.getAddress().getHostAddress())
                    : gatewayName();
            SipRequest request = OptionsDesk.request(SipUri.of("", host, to.getPort()), contact(), tag, text());
            layer.request(id, request, wire.flowTo(to), "", now);
        }
    }

    /** Ends what is left, without a word to the far end. */
    void close() throws IOException {
        for (LiveCall call : List.copyOf(byTag.values())) {
            end(call, new Outcome.Failed("the agent was closed"));
        }
        options.close();
        wire.close();
    }

    @Override
    public void request(ServerTransactionId id, SipRequest request, Flow flow) {
        LiveCall call = of(request.toTag().orElse(""));
        if (call != null) {
            input(call, new UaInput.Requested(id, request));
        } else if (request.toTag().isPresent()) {
            respond(id, UaMessages.plain(request, 481, text(), settings.manner()));
        } else if (request.method().equals(SipMethod.INVITE)) {
            invited(id, request, flow);
        } else {
            boolean asks = request.method().equals(SipMethod.OPTIONS);
            respond(id, UaMessages.plain(request, asks ? 200 : 405, text(), settings.manner()));
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        LiveCall call = of(ack.toTag().orElse(""));
        if (call != null) {
            input(call, new UaInput.Acknowledged(ack));
        }
    }

    @Override
    public void cancel(ServerTransactionId invite, SipRequest cancel) {
        LiveCall call = byInvite.get(invite);
        if (call != null) {
            input(call, new UaInput.Cancelled());
        }
    }

    @Override
    public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {
        LiveCall call = byTag.get(owner);
        if (call != null) {
            call.remoteTag = call.remoteTag.isEmpty() ? response.toTag().orElse("") : call.remoteTag;
            input(call, new UaInput.Responded(id, response));
        } else {
            options.answered(id, response);
        }
    }

    /** Its call is long over, and so are the far end's timers for it: it ends there by itself. */
    @Override
    public void strayResponse(SipResponse response, Flow flow) {}

    @Override
    public void timeout(ClientTransactionId id, String owner) {
        broken(id, owner, "no response in time");
    }

    @Override
    public void transportError(ClientTransactionId id, String owner, String reason) {
        broken(id, owner, reason);
    }

    @Override
    public void ackMissing(ServerTransactionId invite, String toTag) {
        LiveCall call = of(toTag);
        if (call != null) {
            input(call, new UaInput.AckMissing());
        }
    }

    /** Whose end has that tag; null when none has. */
    private LiveCall of(String tag) {
        return byTag.get(UaSelf.callTag(tag));
    }

    private void broken(ClientTransactionId id, String owner, String why) {
        LiveCall call = byTag.get(owner);
        if (call != null) {
            input(call, new UaInput.Broken(id, why));
        } else {
            options.broken(id, why);
        }
    }

    private void invited(ServerTransactionId id, SipRequest invite, Flow flow) {
        transfers.arrived(invite).forEach(seen::sawViolation);
        String tag = text();
        if (open.incrementAndGet() > settings.maxCalls()) {
            open.decrementAndGet();
            respond(id, UaMessages.plain(invite, 486, tag, settings.manner()));
            return;
        }
        LiveCall.Start start = new LiveCall.Start(user(invite.from().uri()), user(invite.requestUri()),
                invite.callId(), wayToName(flow), settings.answering().hangUpAfterMillis(),
                settings.answering().script(), Optional.of(id));
        Optional<LiveCall> live = begin(start, tag);
        if (live.isEmpty()) {
            open.decrementAndGet();
            respond(id, UaMessages.plain(invite, 486, tag, settings.manner()));
            return;
        }
        live.get().remoteTag = invite.fromTag().orElse("");
        byInvite.put(id, live.get());
        run(live.get(), UaRinging.called(id, invite, settings.answering(), live.get().self));
    }

    /** Takes a media port and makes the call; empty when there is no port. */
    private Optional<LiveCall> begin(LiveCall.Start start, String tag) {
        if (settings.sound() == AgentSettings.Sound.NONE) {
            return Optional.of(begun(start, tag, Optional.empty(), settings.lowMediaPort()));
        }
        for (int attempt = 0; attempt < BIND_ATTEMPTS; attempt++) {
            int port = ports.take();
            if (port == PortPool.NONE) {
                return Optional.empty();
            }
            try {
                return Optional.of(begun(start, tag, Optional.of(media(start, port)), port));
            } catch (IOException taken) {
                ports.release(port); // by another program: the pool goes round, so the next one is another
            }
        }
        return Optional.empty();
    }

    private CallMedia media(LiveCall.Start start, int port) throws IOException {
        InetSocketAddress bind = new InetSocketAddress(settings.media(), port);
        Voices voices = Voices.of(start, random.nextLong());
        return settings.sound() == AgentSettings.Sound.STAMPED
                ? new StampedAudio(bind, batch(), settings.codecs(), voices)
                : new CallAudio(bind, selector, settings.codecs(), voices);
    }

    /** Made when it is first wanted: the other kinds of agent run where there is no such thing. */
    private Batch batch() {
        if (batch == null) {
            batch = new Batch();
        }
        return batch;
    }

    private LiveCall begun(LiveCall.Start start, String tag, Optional<CallMedia> audio, int port) {
        LiveCall call = new LiveCall(start, self(start, tag, port), audio, port, System.nanoTime());
        byTag.put(tag, call);
        return call;
    }

    private UaSelf self(LiveCall.Start start, String tag, int port) {
        OwnMedia own = new OwnMedia(random.nextLong(1L << 40), 1, settings.media().getHostAddress(), port,
                settings.secured() ? Optional.of(crypto()) : Optional.empty());
        EndPoint media = new EndPoint(own, settings.codecs(), Direction.SENDRECV, Mouth.FRAME_MILLIS);
        return new UaSelf("Tandem lab " + settings.name(), contact(), gatewayName(), media, tag,
                start.hangUpAfterMillis(), start.script(), settings.manner());
    }

    private Crypto crypto() {
        byte[] key = new byte[SUITE.keyBytes() + SUITE.saltBytes()];
        random.nextBytes(key);
        return new Crypto(1, SUITE.name(), Base64.getEncoder().encodeToString(key), 0);
    }

    private String gatewayName() {
        return settings.signalling().gateway().map(Signalling.Gateway::name).orElse("");
    }

    /** Ours, on what we listen on: a far end that forgets the transport would come by UDP (RFC 3263 §4.1). */
    private Address contact() {
        InetSocketAddress sip = wire.address();
        Signalling signalling = settings.signalling();
        String host = signalling.host().isEmpty()
                ? UaMessages.bracketed(sip.getAddress().getHostAddress())
                : signalling.host();
        SipUri uri = SipUri.of(settings.name(), host, sip.getPort());
        return Address.of(switch (signalling.transport()) {
            case UDP -> uri;
            case TCP -> uri.withParameter("transport", "tcp");
            case TLS -> uri.withParameter("transport", "tls"); // TSP-2: not sips:
        });
    }

    private void input(LiveCall call, UaInput input) {
        run(call, UaRules.decide(call.state, input, call.self));
    }

    private void run(LiveCall call, UaStep step) {
        boolean wasOver = call.state != null && call.over();
        call.state = step.state();
        if (call.answeredNanos == 0 && call.state instanceof UaState.Talking) {
            call.answeredNanos = System.nanoTime();
        }
        for (UaOrder order : step.orders()) {
            execute(call, order);
        }
        if (!wasOver && call.state instanceof UaState.Over(var outcome)) {
            end(call, outcome);
        }
    }

    private void execute(LiveCall call, UaOrder order) {
        long now = System.nanoTime();
        switch (order) {
            case UaOrder.Send(var id, var request) -> send(call, id, request, now);
            case UaOrder.Answer(var id, var response) -> layer.respond(id, response, now);
            case UaOrder.Acknowledge(var invite, var ack) -> layer.ack(ack, wayOf(ack, call), invite, now);
            case UaOrder.Cancel(var invite) -> layer.cancel(invite, Headers.builder().build(),
                    now);
            case UaOrder.Wake(var timer, var afterMillis, var number) -> wake(call, new UaInput.Due(timer, number),
                    afterMillis, now);
            case UaOrder.WakeBetween(var timer, var least, var most) -> wake(call, new UaInput.Due(timer),
                    least + 10 * random.nextInt(
                            (most - least) / 10 + 1),
                    now);
            case UaOrder.Talk talk -> talk(call, talk, now);
            case UaOrder.Hush(var quiet) -> call.audio.ifPresent(audio -> audio.hush(quiet));
            case UaOrder.Tell(var event) -> tell(call, event);
        }
    }

    private void send(LiveCall call, ClientTransactionId id, SipRequest request, long now) {
        if (request.method().equals(SipMethod.REFER)) {
            transfers.sent(request);
        }
        layer.request(id, request, wayOf(request, call), call.self.tag(), now);
    }

    private void tell(LiveCall call, CallEvent event) {
        call.happened(event);
        if (event instanceof CallEvent.Notified(var status) && status >= 200) {
            transfers.ended(call.sipCallId, status).forEach(seen::sawViolation);
        }
    }

    private void wake(LiveCall call, UaInput.Due due, int afterMillis, long now) {
        clock.at(now + afterMillis * 1_000_000L, () -> input(call, due));
    }

    /** Along the route or to the target where those are addresses (§8.1.2); to the peer where they are names. */
    private Flow wayOf(SipRequest request, LiveCall call) {
        return switch (NextHop.nextHop(request.requestUri(), request.routes().orElse(List.of()))) {
            case NextHop.Destination(var address, var _) -> wire.flowTo(address);
            case NextHop.Named _,
                    NextHop.Unresolvable _ -> call.peer;
        };
    }

    /** Where what goes to a name is sent: the gateway, where the agent knows one, else where its request came from. */
    private Flow wayToName(Flow arrival) {
        return settings.signalling().gateway().map(gateway -> wire.flowTo(gateway.address())).orElse(arrival);
    }

    private void talk(LiveCall call, UaOrder.Talk talk, long now) {
        if (call.audio.isEmpty()) {
            return;
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(talk.remote().address());
        } catch (IllegalArgumentException name) {
            return; // names in SDP are not looked up here: nothing is said, and the scores tell
        }
        talk.protection().ifPresent(call.audio.get()::protect);
        call.audio.get()
                .agreed(talk.codec(), new InetSocketAddress(address, talk.remote().rtpPort()), talk.speaks());
        if (!call.speaking) {
            call.speaking = true;
            beats.add(call, now);
        }
    }

    private static boolean speak(LiveCall call, long dueNanos) {
        if (!(call.state instanceof UaState.Talking) || call.audio.isEmpty()) {
            return false;
        }
        try {
            call.audio.get().speak(dueNanos);
        } catch (IOException unreachable) {
            // Lost, as UDP may: the far end's ear tells.
        }
        return true;
    }

    private void end(LiveCall call, Outcome outcome) {
        call.state = new UaState.Over(outcome);
        byTag.remove(call.self.tag());
        call.invite.ifPresent(byInvite::remove);
        call.audio.ifPresent(audio -> hangUp(audio, call.mediaPort));
        open.decrementAndGet();
        reports.accept(call.report(settings.name(), outcome));
    }

    private void hangUp(CallMedia audio, int port) {
        try {
            audio.receive(); // what is already there was heard in time
            audio.close();
        } catch (IOException unclosable) {
            // Nothing depends on it: the port goes round before it is used again.
        }
        ports.release(port);
    }

    private void received(SipMessage message, Flow flow) {
        if (settings.signalling().transport() == Transport.TLS) { // on that side stands Microsoft
            profile.violations(message).forEach(seen::sawViolation);
        }
        layer.receive(message, flow, System.nanoTime());
    }

    private void sendingFailed(Flow flow, String reason) {
        layer.transportFailed(flow, reason, System.nanoTime());
    }

    private void respond(ServerTransactionId id, SipResponse response) {
        layer.respond(id, response, System.nanoTime());
    }

    /** 80 random bits as a token: tags, Call-IDs (RFC 3261 §19.3 wants 32). */
    private String text() {
        return Long.toUnsignedString(random.nextLong(), 36) + Integer.toUnsignedString(random.nextInt(1 << 16), 36);
    }

    private static String user(Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip.decodedUser();
            case TelUri tel -> tel.number();
            case Uri other -> other.text();
        };
    }
}
