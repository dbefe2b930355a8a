package io.tandem.tenant;

import java.util.Optional;

/** What the operator may choose for an uploaded number (PRV-24). The constants' names are stored: never rename one. */
public enum NumberCapability {
    INBOUND_CALLING("InboundCalling"), OUTBOUND_CALLING("OutboundCalling"), MOBILE("Mobile");

    private final String label;

    NumberCapability(String label) {
        this.label = label;
    }

    /** As the API spells it. */
    public String label() {
        return label;
    }

    public static Optional<NumberCapability> ofLabel(String label) {
        for (NumberCapability capability : values()) {
            if (capability.label.equals(label)) {
                return Optional.of(capability);
            }
        }
        return Optional.empty();
    }
}
