package io.tandem.cluster.edge;

import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Names us in all that goes to Microsoft: {@code X-MS-SBC} (TSP-70, TSP-49). Immutable. */
final class Signature {
    private static final HeaderName X_MS_SBC = HeaderName.of("X-MS-SBC");

    private final Optional<String> sbc;
    private final Set<String> microsoft = new HashSet<>();
    private final Set<String> shared = new HashSet<>();
    private final Set<String> trunks = new HashSet<>();
    private final Function<Flow, Optional<Sources.Sender>> senderOf;

    /** @param senderOf tells sides apart where both use one listener */
    Signature(Optional<String> sbc, List<PeerGroup> groups, Function<Flow, Optional<Sources.Sender>> senderOf) {
        this.sbc = sbc;
        this.senderOf = senderOf;
        Set<String> core = new HashSet<>();
        for (PeerGroup group : groups) {
            (group.side() == Side.MPS ? microsoft : core).addAll(group.listeners());
            if (group.side() == Side.MPS) {
                trunks.add(group.name());
            }
        }
        shared.addAll(microsoft);
        shared.retainAll(core);
    }

    SipRequest on(SipRequest request, Flow flow) {
        return wants(request, flow) ? request.toBuilder().add(X_MS_SBC, sbc.orElseThrow()).build() : request;
    }

    SipResponse on(SipResponse response, Flow flow) {
        return wants(response, flow) ? response.toBuilder().add(X_MS_SBC, sbc.orElseThrow()).build() : response;
    }

    private boolean wants(SipMessage message, Flow flow) {
        return sbc.isPresent() && toMicrosoft(flow) && !message.headers().contains(X_MS_SBC);
    }

    private boolean toMicrosoft(Flow flow) {
        if (!microsoft.contains(flow.listener())) {
            return false;
        }
        return !shared.contains(flow.listener())
                || senderOf.apply(flow).map(Sources.Sender::peerGroup).filter(trunks::contains).isPresent();
    }
}
