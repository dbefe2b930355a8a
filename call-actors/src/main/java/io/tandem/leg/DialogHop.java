package io.tandem.leg;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.NextHop;
import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;

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
            case NextHop.Unresolvable(SipUri named, _) when calledUs(dialog) && first.transport().reliable() ->
                    first.toward(new InetSocketAddress(first.remote().getAddress(), portOf(named, first)));
            case NextHop.Destination _,
                    NextHop.Unresolvable _ -> first;
        };
    }

    /** Then its port is that of one outgoing connection of the peer's, where nobody listens once that is gone. */
    private static boolean calledUs(Dialog dialog) {
        return dialog.role() == Dialog.Role.UAS;
    }

    private static int portOf(SipUri named, Flow first) {
        return named.port() > 0 ? named.port() : first.transport() == Transport.TLS ? 5061 : 5060;
    }
}
