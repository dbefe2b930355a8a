package io.tandem.leg;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.NextHop;

/** Where a request in a dialog goes: by route set and remote target, from the leg's own listener (TRAP-27, TRAP-38). */
final class DialogHop {
    private DialogHop() {}

    /**
     * The flow for the dialog's next request. The leg's connection serves on while it lives (TRAP-32); its first
     * address stands in where the target is a name, or speaks another transport than our listener.
     *
     * @param first the flow that the leg's first message used
     */
    static Flow of(Dialog dialog, Flow first) {
        return switch (NextHop.nextHop(dialog.remoteTarget(), dialog.routeSet())) {
            case NextHop.Destination hop when hop.transport() == first.transport() ->
                    first.toward(hop.address());
            case NextHop.Destination _,
                    NextHop.Unresolvable _ -> first;
        };
    }
}
