package io.tandem.cluster.address.actor;

import io.tandem.cluster.address.NodeRun;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.UniqueAddress;

/** Members of the cluster as the rules name them, and the way to their agents. */
final class Nodes {
    static final String AGENT = "service-addresses";

    private Nodes() {}

    static NodeRun run(UniqueAddress member) {
        return new NodeRun(at(member.address()), member.longUid());
    }

    static String at(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }

    /** Whoever lives there now: orders carry the life that they are meant for in their epochs. */
    static ActorRef<AddressMessage> agent(ActorSystem<?> system, String at) {
        return ActorRefResolver.get(system)
                .resolveActorRef("pekko://" + system.name() + "@" + at + "/system/" + AGENT);
    }
}
