package io.tandem.cluster.edge;

import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Names us in all that goes to Microsoft: {@code X-MS-SBC} (TSP-70, TSP-49), with what its trunk says or else what all say.
 * Immutable.
 */
final class Signature {
    private final Optional<String> sbc;
    /** What each trunk to Microsoft is told, where that is anything. */
    private final Map<String, String> told = new HashMap<>();
    /** The trunk of a listener that no other one uses. */
    private final Map<String, String> only = new HashMap<>();
    private final Set<String> microsoft = new HashSet<>();
    private final Set<String> shared = new HashSet<>();
    private final Function<Flow, Optional<Sources.Sender>> senderOf;

    /** @param senderOf tells trunks apart where several use one listener */
    Signature(Optional<String> sbc, List<PeerGroup> groups, Function<Flow, Optional<Sources.Sender>> senderOf) {
        this.sbc = sbc;
        this.senderOf = senderOf;
        Set<String> core = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (PeerGroup group : groups) {
            (group.side() == Side.MPS ? microsoft : core).addAll(group.listeners());
            if (group.side() == Side.MPS) {
                group.profile().proprietary().sbc().or(() -> sbc).ifPresent(text -> told.put(group.name(), text));
            }
            for (String listener : group.listeners()) {
                if (used.add(listener)) {
                    only.put(listener, group.name());
                } else {
                    only.remove(listener);
                }
            }
        }
        shared.addAll(microsoft);
        shared.retainAll(core);
    }

    SipRequest on(SipRequest request, Flow flow) {
        Optional<String> text = wanted(request, flow);
        return text.isPresent() ? request.toBuilder().add(HeaderName.X_MS_SBC, text.get()).build() : request;
    }

    SipResponse on(SipResponse response, Flow flow) {
        Optional<String> text = wanted(response, flow);
        return text.isPresent() ? response.toBuilder().add(HeaderName.X_MS_SBC, text.get()).build() : response;
    }

    private Optional<String> wanted(SipMessage message, Flow flow) {
        return microsoft.contains(flow.listener()) && !message.headers().contains(HeaderName.X_MS_SBC)
                ? text(flow)
                : Optional.empty();
    }

    private Optional<String> text(Flow flow) {
        String trunk = only.get(flow.listener());
        if (trunk != null) {
            return Optional.ofNullable(told.get(trunk));
        }
        Optional<String> sender = senderOf.apply(flow).map(Sources.Sender::peerGroup);
        return sender.isPresent() || shared.contains(flow.listener()) ? sender.map(told::get) : sbc;
    }
}
