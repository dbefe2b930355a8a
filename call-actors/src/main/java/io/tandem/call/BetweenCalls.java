package io.tandem.call;

import io.tandem.interworking.Replaces;
import io.tandem.leg.Leg;
import io.tandem.port.CallId;
import io.tandem.port.PeerGroup;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.port.TrunkSessions;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkRates;
import io.tandem.port.TrunkSecurity;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.interworking.rules.TrunkRules;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way from one call of ours to another: a trunk that no configuration names, whose messages go from actor to actor
 * ({@link CallEffect.TellCall}) and meet no wire. A leg on it is a leg like any other, with a dialog that is journaled; what
 * the other call says of it crosses to the far party by the ordinary rules. Nothing is repeated on that way and nothing
 * lost but with a node, so what is not answered there in time is settled by {@link OtherCallRules}.
 */
final class BetweenCalls {
    /** Of the trunk and of its listener; a space is in no configured name. */
    static final String NAME = "another call";
    /** Timer B and F of that way. */
    static final Duration PATIENCE = Duration.ofSeconds(32);
    private static final String HOST = "calls.invalid"; // RFC 2606: on no wire
    private static final Advertised AT = new Advertised(HOST, 5060, "udp");
    private static final Flow FLOW = new Flow(NAME, Transport.UDP,
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9), 0, NAME);
    /** No edge loop has that number. */
    private static final long EDGE = -1;
    private static final TrunkSessions UNTIMED = new TrunkSessions(TrunkSessions.DEFAULT.offered(),
            TrunkSessions.Timer.OFF, TrunkSessions.DEFAULT.expires(), TrunkSessions.DEFAULT.least());
    /** A side of the core's, for that is the one that nothing is hidden from or rewritten for. */
    private static final PeerGroup TRUNK = new PeerGroup(NAME, PeerGroup.Side.CORE, List.of(NAME), Transport.UDP,
            Optional.empty(), Set.of(), List.of(), List.of(), TrunkSecurity.DEFAULT, TrunkRates.DEFAULT,
            TrunkNumbers.DEFAULT, TrunkProbing.DEFAULT, TrunkRules.NONE, TrunkProfile.DEFAULT, TrunkSetUp.DEFAULT,
            UNTIMED);

    private BetweenCalls() {}

    static Optional<PeerGroup> trunk(String name) {
        return name.equals(NAME) ? Optional.of(TRUNK) : Optional.empty();
    }

    static Optional<Advertised> at(String listener) {
        return listener.equals(NAME) ? Optional.of(AT) : Optional.empty();
    }

    /** The way to that call. */
    static Target to(CallId call) {
        return new Target(NAME, call.value(), HOST, -1, FLOW);
    }

    static boolean isThere(Flow flow) {
        return flow.listener().equals(NAME);
    }

    static boolean isThere(Leg leg) {
        return isThere(leg.path().flow());
    }

    /**
     * The decision with what it says on that way as messages to the other calls. Costs a look at each order where it says
     * nothing there.
     */
    static Decision carried(CallEnvironment env, CallState before, Decision decided) {
        boolean left = !(decided.next() instanceof CallState.Talking) && before instanceof CallState.Talking talked
                && (isThere(talked.caller()) || isThere(talked.callee()));
        if (!left && !goesThere(before, decided.effects())) {
            return decided;
        }
        List<CallEffect> effects = new ArrayList<>(decided.effects().size() + 1);
        for (CallEffect effect : decided.effects()) {
            effects.add(goesThere(before, effect) ? told(env, before, effect) : effect);
        }
        if (left) {
            effects.add(new CallEffect.StopTimer(CallTimer.OTHER_CALL));
        } else if (decided.next() instanceof CallState.Talking) {
            effects.add(new CallEffect.StartTimer(CallTimer.OTHER_CALL, PATIENCE));
        }
        return new Decision(decided.next(), decided.events(), effects);
    }

    private static boolean goesThere(CallState before, List<CallEffect> effects) {
        for (CallEffect effect : effects) {
            if (goesThere(before, effect)) {
                return true;
            }
        }
        return false;
    }

    private static boolean goesThere(CallState before, CallEffect effect) {
        return switch (effect) {
            case CallEffect.SendRequest send -> isThere(send.flow());
            case CallEffect.SendAck ack -> isThere(ack.flow());
            case CallEffect.Respond respond -> respond.transaction().edge() == EDGE;
            case CallEffect.Cancel cancel -> asked(before, cancel).isPresent();
            case CallEffect.FindNumber _,
                    CallEffect.KeepCallBack _,
                    CallEffect.FindTargets _,
                    CallEffect.TellCall _,
                    CallEffect.RestTarget _,
                    CallEffect.Tried _,
                    CallEffect.CallerWithoutNumber _,
                    CallEffect.Transferred _,
                    CallEffect.OpenMedia _,
                    CallEffect.Describe _,
                    CallEffect.Protect _,
                    CallEffect.CloseMedia _,
                    CallEffect.WatchMedia _,
                    CallEffect.OneWay _,
                    CallEffect.StartTimer _,
                    CallEffect.StopTimer _,
                    CallEffect.Note _,
                    CallEffect.Reached _,
                    CallEffect.Finish _ ->
                    false;
        };
    }

    private static CallEffect told(CallEnvironment env, CallState before, CallEffect effect) {
        return switch (effect) {
            case CallEffect.SendRequest send -> request(env, send);
            case CallEffect.SendAck(int _, ClientTransactionId invite, SipRequest ack, Flow _) ->
                    tell(called(ack), new CallInput.AckReceived(ack.withVia(via(invite))));
            case CallEffect.Respond respond -> response(respond.response());
            case CallEffect.Cancel cancel -> cancel(asked(before, cancel).orElseThrow());
            case CallEffect other -> other;
        };
    }

    private static CallEffect request(CallEnvironment env, CallEffect.SendRequest send) {
        SipRequest request = send.request().withVia(via(send.transaction()));
        return tell(called(request), request.toTag().isPresent()
                ? new CallInput.RequestReceived(there(send.transaction()), request, FLOW)
                : new CallInput.InviteReceived(there(send.transaction()), request, FLOW, NAME, env.id().value()));
    }

    private static CallEffect response(SipResponse response) {
        ClientTransactionId answered = new ClientTransactionId(response.topVia().branch().orElse(""),
                response.cseq().method());
        return tell(response.fromTag(), new CallInput.ResponseReceived(answered, response, FLOW));
    }

    private static CallEffect cancel(Leg.Asking asked) {
        SipRequest invite = asked.invite();
        SipRequest cancel = SipRequest.builder(SipMethod.CANCEL, invite.requestUri())
                .via(via(asked.transaction()))
                .copy(invite.headers(), HeaderName.FROM)
                .copy(invite.headers(), HeaderName.TO)
                .copy(invite.headers(), HeaderName.CALL_ID)
                .cseq(new CSeq(invite.cseq().number(), SipMethod.CANCEL))
                .build();
        return tell(called(invite), new CallInput.CancelReceived(there(asked.transaction()), cancel));
    }

    /** The leg that a CANCEL is for, where it leads to another call: the target of a transfer. */
    private static Optional<Leg.Asking> asked(CallState before, CallEffect.Cancel cancel) {
        return before instanceof CallState.Talking talking
                && talking.transfer().orElse(null) instanceof Transfer.Inviting inviting
                && inviting.target().number() == cancel.leg() && isThere(inviting.target())
                        ? Optional.of(inviting.target())
                        : Optional.empty();
    }

    /** Our tag there: in To, or, of an INVITE that makes a dialog, in the one that it is to replace. */
    private static Optional<String> called(SipRequest request) {
        return request.toTag()
                .or(() -> Replaces.of(request.headers()) instanceof Replaces.Read.One(Replaces dialog)
                        ? Optional.of(dialog.toTag())
                        : Optional.empty());
    }

    private static CallEffect tell(Optional<String> tag, CallInput input) {
        return new CallEffect.TellCall(tag.flatMap(CallId::fromTag).orElseThrow(), input);
    }

    private static Via via(ClientTransactionId transaction) {
        return Via.of("UDP", HOST, -1, transaction.branch());
    }

    /** The same transaction as the other call knows it; FNV-1a of its branch, which no two have in common. */
    private static ServerTransactionId there(ClientTransactionId transaction) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < transaction.branch().length(); i++) {
            hash = (hash ^ transaction.branch().charAt(i)) * 0x100000001b3L;
        }
        return new ServerTransactionId(EDGE, hash);
    }
}
