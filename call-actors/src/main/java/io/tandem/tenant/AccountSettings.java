package io.tandem.tenant;

import java.util.Optional;

/**
 * What an account is set to: the writable part of it (PRV-10 to PRV-14).
 *
 * @param name its key, case-sensitive
 * @param correlationId the operator's own id, free text
 */
public record AccountSettings(String name, Optional<String> correlationId, AccountServices serviceDetails) {}
