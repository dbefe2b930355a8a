package io.tandem.tenant;

/**
 * Bounds of one account.
 *
 * @param numbers how many it may hold
 * @param changesUnderWay how many of them may have an unanswered wish at a time
 */
public record TenantLimits(int numbers, int changesUnderWay) {
    public static final TenantLimits DEFAULT = new TenantLimits(100_000, 256);
}
