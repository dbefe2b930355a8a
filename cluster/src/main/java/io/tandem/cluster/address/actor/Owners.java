package io.tandem.cluster.address.actor;

import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.address.NodeRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who has which service address, as this node was told last. Any thread. */
public final class Owners {
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile AddressView view = AddressView.NONE;

    void told(AddressView news) {
        if (news.version() > view.version()) {
            view = news;
            watchers.forEach(Runnable::run);
        }
    }

    public AddressView view() {
        return view;
    }

    Optional<NodeRun> of(char address) {
        return view.owner(address).map(AddressView.Owner::node);
    }

    /** Is told of each change, on whatever thread brings it: it must not wait. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    public void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }
}
