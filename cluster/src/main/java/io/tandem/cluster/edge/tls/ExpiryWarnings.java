package io.tandem.cluster.edge.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is not wrong with a certificate of ours, but will be, or may be to some peers (TSP-25, TSP-30). */
final class ExpiryWarnings {
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration VERY_SOON = Duration.ofDays(7);

    /** @param urgent calls will fail within days */
    record Warning(boolean urgent, String text) {}

    private ExpiryWarnings() {}

    static List<Warning> of(OwnCertificate own, Instant now, boolean keyUsage) {
        List<Warning> warnings = new ArrayList<>();
        Duration left = Duration.between(now, own.expiry());
        if (left.isNegative()) {
            warnings.add(new Warning(true, "certificate " + own.name() + " has expired on " + own.expiry()));
        } else if (left.compareTo(SOON) < 0) {
            warnings.add(new Warning(left.compareTo(VERY_SOON) < 0,
                    "certificate " + own.name() + " expires in " + left.toDays() + " days, on " + own.expiry()));
        }
        if (keyUsage) {
            own.missingUsage()
                    .ifPresent(
                            missing -> warnings.add(new Warning(false, "certificate " + own.name() + " lacks " + missing
                                    + " in its extended key usage: Microsoft wants both (TSP-25; "
                                    + "tandem.tls.warn-key-usage = false silences this)")));
        }
        return warnings;
    }
}
