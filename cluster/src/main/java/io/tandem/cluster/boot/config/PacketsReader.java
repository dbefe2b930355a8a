package io.tandem.cluster.boot.config;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkPackets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code dscp}, {@code rtcp-mux} and {@code comfort-noise} of a peer group: how its packets are marked (TSP-168, F-68), on how many
 * ports they come, and whether it gets some where there are none (TSP-163).
 */
final class PacketsReader {
    private static final int MOST = 63;
    /** What Microsoft's networks leave as it is; anything else they would rewrite to 0. */
    private static final Set<Integer> OF_MICROSOFT = Set.of(46, 34, 18, 10, 0);
    private static final String OF_MICROSOFT_RIGHT = "one of 46, 34, 18, 10 and 0: Microsoft's networks know no others";

    private static final Map<String, Boolean> SWITCH = Map.of("on", true, "off", false);
    private static final String SWITCH_RIGHT = "on or off";

    /** By the name of a listener, with the group that has said so first. */
    private final Map<String, Marked> listeners = new HashMap<>();

    private record Marked(String group, int dscp) {}

    /** @param secured whether its media is SRTP, as Microsoft's is in earnest */
    TrunkPackets read(Section group, Optional<Item> name, Optional<PeerGroup.Side> side, List<String> used,
            boolean secured) {
        Section dscp = group.section("dscp");
        boolean microsoft = side.equals(Optional.of(PeerGroup.Side.MPS));
        int media = codePoint(dscp, "media", TrunkPackets.DEFAULT.mediaDscp(), microsoft);
        int signaling = codePoint(dscp, "signaling", TrunkPackets.DEFAULT.signalingDscp(), microsoft);
        dscp.done();
        Marked marked = new Marked(name.map(Item::text).orElse(""), signaling);
        used.stream()
                .map(listener -> listeners.putIfAbsent(listener, marked))
                .filter(other -> other != null && other.dscp() != signaling)
                .findFirst()
                .ifPresent(other -> dscp.wrong("signaling", other.dscp() + ", as in group " + other.group()
                        + ", which has a listener in common with this one"));
        return new TrunkPackets(media, signaling, isOn(group, "rtcp-mux", TrunkPackets.DEFAULT.rtcpMux()),
                isOn(group, "comfort-noise", microsoft && secured));
    }

    private static boolean isOn(Section group, String key, boolean otherwise) {
        return group.optionalItem(key, SWITCH_RIGHT)
                .flatMap(item -> group.choose(item, SWITCH, SWITCH_RIGHT))
                .orElse(otherwise);
    }

    private static int codePoint(Section dscp, String key, int otherwise, boolean microsoft) {
        int point = dscp.optionalInteger(key, 0, MOST).orElse(otherwise);
        if (microsoft && !OF_MICROSOFT.contains(point)) {
            dscp.wrong(key, OF_MICROSOFT_RIGHT);
        }
        return point;
    }
}
