package io.tandem.cluster.member;

import com.typesafe.config.Config;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.PhiAccrualFailureDetector;

/**
 * Pekko's own judgement of a member by its heartbeats, and the proof that it is dead where there is one: the cluster removes
 * nobody whom it takes for reachable. One for each life of a member.
 */
public final class NodeFailureDetector extends PhiAccrualFailureDetector {
    private volatile boolean dead;

    /** By the name that {@code pekko.conf} gives it. */
    public NodeFailureDetector(Config settings, EventStream events) {
        super(settings, events);
    }

    void dead() {
        dead = true;
    }

    @Override
    public boolean isAvailable() {
        return !dead && super.isAvailable();
    }
}
