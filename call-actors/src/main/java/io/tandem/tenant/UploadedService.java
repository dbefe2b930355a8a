package io.tandem.tenant;

import java.util.Optional;

/**
 * Operator Connect or Teams Phone Mobile as a number has it (PRV-23).
 *
 * @param assigned whether the enterprise has given the number to somebody ({@code assignmentStatus})
 */
public record UploadedService(boolean enabled, boolean assigned, Optional<UploadConfiguration> configuration) {}
