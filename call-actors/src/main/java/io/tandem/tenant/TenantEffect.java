package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;

/** What a tenant orders. Orders to blocks and index are harmless when repeated, and repeated until they are answered. */
public sealed interface TenantEffect {

    /** Answers the request that was just decided. */
    record Reply(TenantReply reply) implements TenantEffect {}

    /** A change has ended: answers those who wait for it, and lets go on who waited behind it. */
    record Settle(Subject subject, TenantReply reply) implements TenantEffect {}

    record ListAccount(AccountSettings settings, long revision) implements TenantEffect {}

    record StrikeAccount(long revision) implements TenantEffect {}

    record ClaimNumber(PhoneNumber number, NumberAssignment assignment, long revision) implements TenantEffect {}

    record ReleaseNumber(PhoneNumber number, long revision) implements TenantEffect {}
}
