package io.tandem.tenant.actor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is told to blocks, index and tenants, and delivers nothing. */
final class RecordedNeighbours implements Neighbours {
    final List<Object> told = new CopyOnWriteArrayList<>();

    @Override
    public void tellTenant(String account, TenantActor.Command command) {
        told.add(command);
    }

    @Override
    public void tellBlock(long block, NumberBlockActor.Command command) {
        told.add(command);
    }

    @Override
    public void tellIndex(AccountIndexActor.Command command) {
        told.add(command);
    }
}
