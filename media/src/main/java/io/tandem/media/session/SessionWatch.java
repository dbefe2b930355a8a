package io.tandem.media.session;

import java.util.function.Consumer;

/** Whether media still comes to a session (TSP-165), from when somebody wants to know on. For one thread. */
public final class SessionWatch {
    private final Consumer<Silence> listener;
    private final EndWatch caller = new EndWatch();
    private final EndWatch callee = new EndWatch();
    private boolean told;

    /** @param listener told by whoever has it look */
    public SessionWatch(Consumer<Silence> listener) {
        this.listener = listener;
    }

    /**
     * Takes in what has come so far: RTP packets, and RTCP packets as reports.
     *
     * @param limits by whose {@link MediaLimits#look()} this is called
     */
    public void look(long callerPackets, long callerReports, long calleePackets, long calleeReports,
            MediaLimits limits) {
        caller.look(callerPackets, callerReports);
        callee.look(calleePackets, calleeReports);
        caller.besides(callee);
        callee.besides(caller);
        everywhere(limits);
        oneWay(MediaEnd.CALLER, caller, limits);
        oneWay(MediaEnd.CALLEE, callee, limits);
    }

    private void everywhere(MediaLimits limits) {
        boolean silent = limits.isInactive(Math.min(caller.silent(), callee.silent()));
        if (silent && !told) {
            listener.accept(new Silence.Everywhere(limits.inactive()));
        }
        told = silent;
    }

    private void oneWay(MediaEnd which, EndWatch end, MediaLimits limits) {
        if (end.told() && end.mute() == 0) {
            end.told(false);
            listener.accept(new Silence.Over(which));
        } else if (!end.told() && limits.isOneWay(end.alone())) {
            end.told(true);
            listener.accept(new Silence.OneWay(which));
        }
    }
}
