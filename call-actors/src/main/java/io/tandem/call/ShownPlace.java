package io.tandem.call;

import io.tandem.interworking.CalledUris;
import io.tandem.interworking.Elins;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.SipRequest;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ELIN: a call for help is shown to a trunk as a call of the number that its place has, and whoever calls that number back
 * reaches its caller (F-146, NUM-46). The time for that begins with the call, and once more with its end.
 *
 * @param facts with that number, where the call names one
 * @param effects what else comes of it
 */
record ShownPlace(CallFacts facts, List<CallEffect> effects) {

    /** @param to a trunk that is shown places */
    static ShownPlace of(CallFacts facts, SipRequest invite, PeerGroup origin, PeerGroup to) {
        Optional<PhoneNumber> elin = Elins.chosen(invite, origin, facts.calling());
        if (elin.isEmpty()) {
            return new ShownPlace(facts, List.of(new CallEffect.Note("the location names no number of a place: trunk "
                    + to.name() + " is shown the caller's (F-146)")));
        }
        CallFacts shown = facts.shownAs(elin.get().e164());
        List<CallEffect> effects = new ArrayList<>(2);
        effects.add(new CallEffect.Note("shown to trunk " + to.name() + " as the number of its place, "
                + elin.get().masked() + " (F-146)"));
        kept(shown).ifPresent(effects::add);
        return new ShownPlace(shown, effects);
    }

    /** That the place's number leads to the caller from now on; empty for a call that shows none, or has no number. */
    static Optional<CallEffect> kept(CallFacts facts) {
        return facts.elin()
                .filter(_ -> PhoneNumber.isCanonical(facts.calling()))
                .map(elin -> new CallEffect.KeepCallBack(elin, facts.calling()));
    }

    /** The call as if the caller for whom the place's number stands had been called. */
    static CallState.Routing calledBack(CallState.Routing routing, String caller) {
        return new CallState.Routing(routing.facts(), routing.caller().calling(CalledUris.phone(caller)),
                routing.offer());
    }
}
