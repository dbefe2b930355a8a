package io.tandem.call;

import io.tandem.interworking.Replaces;
import io.tandem.leg.Leg;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.route.Flow;
import java.util.List;
import java.util.Optional;

/**
 * Another call of ours asks for the party behind a dialog of this one, which a REFER wants it connected with (RFC 5589 §7).
 * The party ends its dialog here itself, once it has taken the other call in its place (RFC 3891 §3); until then it is lent.
 */
record FarSideRules(CallEnvironment env, CallState.Talking state) {

    /** Empty: the input is no such question. */
    static Optional<Decision> on(CallEnvironment env, CallState state, CallInput input) {
        return input instanceof CallInput.FarSideAsked asked
                ? Optional.of(answer(env, state, asked))
                : Optional.empty();
    }

    private static Decision answer(CallEnvironment env, CallState state, CallInput.FarSideAsked asked) {
        if (!(state instanceof CallState.Talking talking)) {
            return told(state, asked, new FarSide.Unavailable(481, "the other call is not up"));
        }
        FarSide far = new FarSideRules(env, talking).of(asked);
        return switch (far) {
            case FarSide.Replaceable _ -> {
                Decision lent = LentRules.lend(env, talking, asked, named(talking, asked).orElseThrow());
                yield told(lent.next(), asked, far).then(lent.effects());
            }
            case FarSide.Unavailable _ -> told(state, asked, far);
        };
    }

    private static Decision told(CallState state, CallInput.FarSideAsked asked, FarSide far) {
        CallEffect told = new CallEffect.TellCall(asked.by(), new CallInput.FarSideFound(asked.dialog(), far));
        if (state instanceof CallState.Idle || state instanceof CallState.Ended) {
            return Decision.of(state, told, new CallEffect.Finish());
        }
        return Decision.of(state, told, new CallEffect.Note("call " + asked.by() + " wants the party behind a side: "
                + switch (far) {
                    case FarSide.Replaceable _ -> "it may have it";
                    case FarSide.Unavailable(int status, String reason) -> "refused with " + status + ": " + reason;
                }));
    }

    private static Optional<Leg.Confirmed> named(CallState.Talking talking, CallInput.FarSideAsked asked) {
        return List.of(talking.caller(), talking.callee())
                .stream()
                .filter(leg -> asked.dialog().names(leg.dialog().id()) && !talking.hasLeft(leg.number()))
                .findFirst();
    }

    private FarSide of(CallInput.FarSideAsked asked) {
        Optional<Leg.Confirmed> named = named(state, asked);
        if (named.isEmpty()) {
            return new FarSide.Unavailable(481, "the other call has no such dialog");
        }
        if (!named.get().path().peerGroup().equals(asked.peerGroup())) { // RFC 3891 §3: who may not speak for that side
            return new FarSide.Unavailable(403, "the dialog that it names is another trunk's");
        }
        if (state.transfer().isPresent()) {
            return new FarSide.Unavailable(491, "a side of the other call is being replaced itself");
        }
        Leg.Confirmed far = state.otherThan(named.get().number());
        Side side = env.router().group(far.path().peerGroup()).map(PeerGroup::side).orElse(Side.MPS);
        return side == Side.CORE && far.dialog().remoteTarget() instanceof SipUri contact
                ? replaceable(far, contact)
                : behind(named.get(), far, asked.dialog()); // TSP-113
    }

    /** It stays where it is, and this call with it: the one that asks comes for the place of the dialog itself. */
    private FarSide behind(Leg.Confirmed named, Leg.Confirmed far, Replaces dialog) {
        return new FarSide.Replaceable(dialog, (SipUri) env.contact(BetweenCalls.NAME, named.number()).uri(),
                BetweenCalls.to(env.id()), Numbers.userOf(far.dialog().remote().uri()));
    }

    private static FarSide replaceable(Leg.Confirmed far, SipUri contact) {
        DialogId id = far.dialog().id();
        Flow flow = far.path().flow();
        return new FarSide.Replaceable(new Replaces(id.callId(), id.remoteTag(), id.localTag(), false), contact,
                new Target(far.path().peerGroup(), far.path().peer(), contact.host(), contact.port(), flow),
                Numbers.userOf(far.dialog().remote().uri()));
    }
}
