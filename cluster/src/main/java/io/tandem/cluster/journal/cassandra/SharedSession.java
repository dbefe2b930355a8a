package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.connectors.cassandra.CqlSessionProvider;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/** Gives Pekko Persistence Cassandra the node's one session. Made by it, from its configuration. */
public final class SharedSession implements CqlSessionProvider {
    private final ActorSystem system;

    public SharedSession(ActorSystem system) {
        this.system = system;
    }

    @Override
    public Future<CqlSession> connect(ExecutionContext ec) {
        return Future.successful(CassandraStore.get(system).session());
    }
}
