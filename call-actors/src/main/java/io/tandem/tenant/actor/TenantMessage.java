package io.tandem.tenant.actor;

/**
 * A message of tenants, blocks, the index or a node's copy of them that may cross nodes: {@link TenantMessageSerializer}
 * names it. Changes are additive while nodes of two versions run together.
 */
interface TenantMessage {}
