package io.tandem.tenant;

/**
 * One thing wrong with a request.
 *
 * @param path the field, as {@code serviceDetails.teamsTenantId}
 * @param wrong what was found, short, never a whole number
 * @param right what would be accepted
 */
public record Mistake(String path, String wrong, String right) {}
