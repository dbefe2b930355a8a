package io.tandem.tenant;

import java.util.Optional;

/** What an uploaded number may be used for (PRV-24). The constants' names are stored: never rename one. */
public enum NumberUsage {
    CALLING_USER_ASSIGNMENT("CallingUserAssignment"), FIRST_PARTY_APP_ASSIGNMENT(
            "FirstPartyAppAssignment"), CONFERENCE_ASSIGNMENT(
                    "ConferenceAssignment"), THIRD_PARTY_APP_ASSIGNMENT("ThirdPartyAppAssignment");

    private final String label;

    NumberUsage(String label) {
        this.label = label;
    }

    /** As the API spells it. */
    public String label() {
        return label;
    }

    public static Optional<NumberUsage> ofLabel(String label) {
        for (NumberUsage usage : values()) {
            if (usage.label.equals(label)) {
                return Optional.of(usage);
            }
        }
        return Optional.empty();
    }
}
