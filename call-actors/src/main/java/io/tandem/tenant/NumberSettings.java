package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;
import java.util.Optional;

/** What a number is set to: the writable part of it (PRV-20 to PRV-23). */
public record NumberSettings(PhoneNumber telephoneNumber, Optional<String> customSipHeader,
        NumberServices serviceDetails) {}
