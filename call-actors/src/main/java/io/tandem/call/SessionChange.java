package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.media.session.MediaEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a changed session brings with it: the media follows, and where a node's death would lose it, it is journaled. */
record SessionChange(CallState.Talking before) {

    /** @param effects what is ordered anyway, first */
    Decision to(CallState.Talking next, List<CallEffect> effects) {
        List<CallEffect> all = new ArrayList<>(effects);
        describe(next.media(), MediaEnd.CALLER).ifPresent(all::add);
        describe(next.media(), MediaEnd.CALLEE).ifPresent(all::add);
        if (!next.media().hold().equals(before.media().hold())) {
            List<String> sides = next.media().hold().sides();
            all.add(new CallEffect.Note(sides.isEmpty() ? "resumed" : "held by " + String.join(" and ", sides)));
        }
        Speech.note(next.media())
                .filter(note -> !Optional.of(note).equals(Speech.note(before.media())))
                .ifPresent(all::add);
        Decision decision = Decision.of(next, all);
        boolean durable = !next.media().equals(before.media()) || moved(next.caller(), before.caller())
                || moved(next.callee(), before.callee()) || owesMore(next);
        return durable
                ? decision.journaling(new CallEvent.SessionChanged(next.facts(), next.answeredAt(), next.caller(),
                        next.callee(), next.media(), ""))
                : decision;
    }

    private boolean owesMore(CallState.Talking next) {
        return !next.due().isEmpty() && !before.owed().containsAll(next.owed());
    }

    private static boolean moved(Leg.Confirmed now, Leg.Confirmed before) {
        return !now.dialog().remoteTarget().equals(before.dialog().remoteTarget());
    }

    private Optional<CallEffect> describe(CallMedia next, MediaEnd end) {
        return next.remote(end).equals(before.media().remote(end))
                ? Optional.empty()
                : next.remote(end).map(CallEffect.Describe::new);
    }
}
