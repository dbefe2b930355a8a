package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.Legs;
import io.tandem.leg.Stray;
import io.tandem.port.CallId;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import java.util.List;
import java.util.Optional;

/**
 * A 2xx that nobody waits for any more: a fork's second answer, or one that crossed our CANCEL. It made a dialog over
 * there, so it is acknowledged and ended at once (RFC 3261 §13.2.2.4, TRAP-3), also when the call is gone.
 */
final class StrayAnswers {
    private StrayAnswers() {}

    static List<CallEffect> end(CallEnvironment env, CallInput.StrayAnswerReceived stray) {
        return end(env, stray.response(), stray.flow());
    }

    /**
     * Of a call that is or was up. A dialog that one of its legs had, or that of a side that was replaced, has been ended
     * already: its answer crossed our BYE, or comes again because its ACK got lost, with an old process perhaps. A second
     * goodbye would have the number of the first, or a lower one (TRAP-10).
     */
    static List<CallEffect> end(CallEnvironment env, CallState state, CallFacts facts, SipResponse response,
            Flow flow) {
        DialogId dialog = DialogId.ofReceived(response);
        for (Leg leg : state.sides().toList()) {
            Optional<Dialog> known = leg.knownDialog().filter(had -> had.id().equals(dialog));
            if (known.isPresent()) {
                return List.of(acknowledge(new Leg.Confirmed(leg.number(), leg.path(), known.get()), response));
            }
        }
        for (Transferral transfer : facts.transfers()) {
            if (transfer.hasEnded(dialog)) {
                return end(env, response, flow).subList(0, 1);
            }
        }
        return end(env, response, flow);
    }

    private static CallEffect acknowledge(Leg.Confirmed leg, SipResponse response) {
        long cseq = response.cseq().number();
        return new CallEffect.SendAck(leg.number(), Legs.inviteTransaction(leg, cseq), Legs.ack(leg, cseq).build(),
                Legs.nextHop(leg));
    }

    static List<CallEffect> end(CallEnvironment env, SipResponse response, Flow flow) {
        int leg = response.fromTag().map(CallId::legOfTag).orElse(-1);
        if (leg < 0) {
            return List.of();
        }
        LegPath path = new LegPath("", "", flow, env.contact(flow.listener(), leg));
        return Legs.stray(path, response).<List<CallEffect>>map(stray -> orders(leg, stray)).orElse(List.of());
    }

    private static List<CallEffect> orders(int leg, Stray stray) {
        return List.of(new CallEffect.SendAck(leg, stray.invite(), stray.ack(), stray.flow()),
                new CallEffect.SendRequest(leg, stray.byeTransaction(), stray.bye(), stray.flow()),
                new CallEffect.Note("answer that nobody waited for: acknowledged and ended"));
    }
}
