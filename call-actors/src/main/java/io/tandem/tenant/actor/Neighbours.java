package io.tandem.tenant.actor;

/** How tenants, blocks and index reach each other. Nothing waits, and what is lost is told again by who awaits an answer. */
interface Neighbours {

    void tellTenant(String account, TenantActor.Command command);

    void tellBlock(long block, NumberBlockActor.Command command);

    void tellIndex(AccountIndexActor.Command command);
}
