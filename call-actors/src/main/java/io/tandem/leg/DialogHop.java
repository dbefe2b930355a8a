package io.tandem.leg;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.NextHop;
import io.tandem.sip.route.ServiceName;
import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;

/** Where a request in a dialog goes: by route set and remote target, from the leg's own listener (TRAP-27, TRAP-38). */
final class DialogHop {
    private DialogHop() {}

    /**
     * The flow for the dialog's next request. The leg's connection serves on while it lives (TRAP-32). Once it is gone
     * (TRAP-38) the next hop is looked for where it says to be: at an address, or by its name (RFC 3261 §12.2.1.1); by
     * the leg's transport, so what was secured stays so. Over UDP there is no connection to be gone: what has answered
     * under its first address is asked there. Where the target speaks another transport than our listener, the first
     * address stands in.
     *
     * @param first the flow that the leg's first message used
     */
    static Flow of(Dialog dialog, Flow first) {
        return switch (NextHop.nextHop(dialog.remoteTarget(), dialog.routeSet(), first.transport())) {
            case NextHop.Destination hop when hop.transport() == first.transport() ->
                    first.toward(hop.address());
            case NextHop.Named(FarName name, Transport by) when first.transport().reliable() -> {
                Flow before = calledUs(dialog)
                        ? first.toward(new InetSocketAddress(first.remote().getAddress(), portOf(name, first)))
                        : first;
                yield by == first.transport() ? before.named(name) : before;
            }
            case NextHop.Destination _,
                    NextHop.Named _,
                    NextHop.Unresolvable _ -> first;
        };
    }

    /** Then its port is that of one outgoing connection of the peer's, where nobody listens once that is gone. */
    private static boolean calledUs(Dialog dialog) {
        return dialog.role() == Dialog.Role.UAS;
    }

    private static int portOf(FarName name, Flow first) {
        return name.port() > 0 ? name.port() : ServiceName.defaultPort(first.transport());
    }
}
