package io.tandem.call;

import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.SipResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A call's way through the targets of its trunk (TSP-124, F-115).
 *
 * @param target the one to ask now
 * @param left those to ask after it, best first
 * @param best what the caller gets of the failures so far, should no target take the call
 * @param redirects where those that it reached have sent it on to
 */
record Hunt(Target target, List<Target> left, Optional<Failure> best, Redirects redirects) {

    /** Over these targets in their order; empty when there is none. */
    static Optional<Hunt> over(List<Target> targets, int most) {
        List<Target> tried = targets.size() > most ? targets.subList(0, most) : targets;
        return tried.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hunt(tried.getFirst(), List.copyOf(tried.subList(1, tried.size())),
                        Optional.empty(), Redirects.NONE));
    }

    /** With the failure of the target that was asked. */
    Hunt failed(Failure failure) {
        return new Hunt(target, left, Optional.of(best.filter(so -> so.outranks(failure)).orElse(failure)),
                redirects);
    }

    /** On to the next target, if there is one. */
    Optional<Hunt> next() {
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hunt(left.getFirst(), left.subList(1, left.size()), best, redirects));
    }

    Hunt redirected(Redirects newer) {
        return new Hunt(target, left, best, newer);
    }

    /**
     * A target could not take the call.
     *
     * @param response what it said; empty when we speak for it: 408 for its silence, 503 when there is no way to it
     */
    record Failure(int status, String reason, Optional<SipResponse> response) {
        /** RFC 3261 §16.7 step 6: the lowest class; of a class 503, which may say when to come back. */
        private static final Comparator<Failure> WORSE = Comparator
                .comparing((Failure failure) -> failure.response().isEmpty()) // TRAP-29: what a peer said comes first
                .thenComparing(failure -> failure.status() / 100)
                .thenComparing(failure -> failure.status() != 503);

        boolean outranks(Failure later) {
            return WORSE.compare(this, later) <= 0;
        }
    }
}
