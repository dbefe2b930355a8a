package io.tandem.tenant.actor;

import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** The neighbours by sharding, wherever they live. */
record ShardedNeighbours(ClusterSharding sharding) implements Neighbours {

    @Override
    public void tellTenant(String account, TenantActor.Command command) {
        sharding.entityRefFor(TenantActor.TYPE, account).tell(command);
    }

    @Override
    public void tellBlock(long block, NumberBlockActor.Command command) {
        sharding.entityRefFor(NumberBlockActor.TYPE, Long.toString(block)).tell(command);
    }

    @Override
    public void tellIndex(AccountIndexActor.Command command) {
        sharding.entityRefFor(AccountIndexActor.TYPE, AccountIndexActor.ENTITY_ID).tell(command);
    }
}
