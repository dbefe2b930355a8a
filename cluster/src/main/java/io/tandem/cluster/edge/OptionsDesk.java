package io.tandem.cluster.edge;

import io.tandem.port.EdgeListener;
import io.tandem.port.EdgeListener.Refusal;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers OPTIONS outside a dialog: whether the node takes calls (TSP-45). One for all loops. */
final class OptionsDesk {
    private final EdgeListener metrics;
    private final Map<String, TrunkSetUp> trunks;
    private volatile OptionsWatch watch = OptionsWatch.NONE;
    private volatile long retryAfterSeconds; // 0: in service

    OptionsDesk(EdgeListener metrics, List<PeerGroup> groups) {
        this.metrics = metrics;
        this.trunks = groups.stream().collect(Collectors.toUnmodifiableMap(PeerGroup::name, PeerGroup::setUp));
    }

    void watch(OptionsWatch told) {
        watch = told;
    }

    /** From now on peers are told to come back later, or elsewhere. */
    void leave(Duration retryAfter) {
        retryAfterSeconds = Math.max(1, retryAfter.toSeconds());
    }

    void back() {
        retryAfterSeconds = 0;
    }

    /** What the trunk of that sender takes; the usual where it is of none. */
    TrunkSetUp setUp(Optional<Sources.Sender> sender) {
        return sender.map(from -> trunks.get(from.peerGroup())).orElse(TrunkSetUp.DEFAULT);
    }

    SipResponse answer(SipRequest options, String toTag, String listener, Optional<Sources.Sender> sender) {
        sender.ifPresent(from -> watch.optionsFrom(from.peerGroup(), from.peer()));
        long later = retryAfterSeconds;
        if (later == 0) {
            metrics.optionsAnswered(listener);
            return RequestScreen.options(options, toTag, setUp(sender));
        }
        metrics.refused(listener, Refusal.DRAINING);
        return SipResponse.to(options, Refusal.DRAINING.status())
                .toTag(toTag)
                .set(HeaderName.RETRY_AFTER, Long.toString(later))
                .build();
    }
}
