package io.tandem.tenant;

/**
 * A communications service as an account has it (PRV-12).
 *
 * @param syncEnabled whether the account's numbers are to be uploaded to the service (PRV-46)
 */
public record SyncedService(boolean enabled, boolean syncEnabled) {}
