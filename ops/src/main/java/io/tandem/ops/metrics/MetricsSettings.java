package io.tandem.ops.metrics;

import io.tandem.port.PeerGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What the figures are labelled and counted by.
 *
 * @param commonLabels put on every figure: {@code node}, {@code region}
 * @param trunks the configured trunks: the values of the label {@code trunk}
 * @param listeners names of the SIP listeners: the values of the label {@code listener}
 * @param shortCall answered calls that last less are short (MET-64: 10 s)
 * @param clock tells which grain an ended call belongs to (MET-65)
 */
public record MetricsSettings(Map<String, String> commonLabels, List<PeerGroup> trunks, List<String> listeners,
        Duration shortCall, InstantSource clock) {
    public static final Duration SHORT_CALL = Duration.ofSeconds(10);
}
