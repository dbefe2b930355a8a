package io.tandem.tenant;

import java.util.List;
import java.util.Optional;

/** How a number is to be uploaded to Operator Connect or Teams Phone Mobile (PRV-23 to PRV-26). */
public record UploadConfiguration(NumberUsage usage, List<NumberCapability> choosableCapabilities,
        List<NumberUsage> additionalUsages, Optional<String> civicAddressId, Optional<String> locationId,
        boolean allowTenantAddressUpdate, Optional<String> displayedCountryCode) {

    public UploadConfiguration {
        choosableCapabilities = List.copyOf(choosableCapabilities);
        additionalUsages = List.copyOf(additionalUsages);
    }

    /** Whether a user may call with the number. */
    boolean forCallingUsers() {
        return usage == NumberUsage.CALLING_USER_ASSIGNMENT
                || additionalUsages.contains(NumberUsage.CALLING_USER_ASSIGNMENT);
    }
}
