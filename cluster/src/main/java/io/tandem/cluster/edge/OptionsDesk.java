package io.tandem.cluster.edge;

import io.tandem.port.EdgeListener;
import io.tandem.port.EdgeListener.Refusal;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import java.util.Optional;

/** Answers OPTIONS outside a dialog: whether the node takes calls (TSP-45). One for all loops. */
final class OptionsDesk {
    private final EdgeListener metrics;
    private volatile OptionsWatch watch = OptionsWatch.NONE;
    private volatile long retryAfterSeconds; // 0: in service

    OptionsDesk(EdgeListener metrics) {
        this.metrics = metrics;
    }

    void watch(OptionsWatch told) {
        watch = told;
    }

    /** From now on peers are told to come back later, or elsewhere. */
    void leave(Duration retryAfter) {
        retryAfterSeconds = Math.max(1, retryAfter.toSeconds());
    }

    SipResponse answer(SipRequest options, String toTag, String listener, Optional<Sources.Sender> sender) {
        sender.ifPresent(from -> watch.optionsFrom(from.peerGroup(), from.peer()));
        long later = retryAfterSeconds;
        if (later == 0) {
            metrics.optionsAnswered(listener);
            return RequestScreen.options(options, toTag);
        }
        metrics.refused(listener, Refusal.DRAINING);
        return SipResponse.to(options, Refusal.DRAINING.status())
                .toTag(toTag)
                .set(HeaderName.RETRY_AFTER, Long.toString(later))
                .build();
    }
}
