package io.tandem.tenant.actor;

import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.TenantLimits;
import java.time.Duration;

/**
 * Bounds of the tenants on a node.
 *
 * @param entities how many accounts, and how many number blocks, a node keeps awake; those used longest ago sleep first
 * @param requests how many may be under way from this node at a time; more are refused as busy
 * @param timeout how long one may take before it is answered as unavailable
 */
public record TenantsSettings(TenantLimits tenant, AccountIndex.Limits index, DirectorySettings directory,
        int entities, int requests, Duration timeout) {
    public static final TenantsSettings DEFAULT = new TenantsSettings(TenantLimits.DEFAULT,
            new AccountIndex.Limits(100_000, false), DirectorySettings.DEFAULT, 10_000, 1024, Duration.ofSeconds(5));
}
