package io.tandem.call.actor;

import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** The {@link Seal} of this node, for the serializer, which the actor system makes by itself. Given before the first call. */
public final class JournalSeal implements Extension {
    private static final Id ID = new Id();
    private volatile Seal seal = Seal.NONE;

    private static final class Id extends AbstractExtensionId<JournalSeal> {
        @Override
        public JournalSeal createExtension(ExtendedActorSystem system) {
            return new JournalSeal();
        }
    }

    /** That of an actor system. */
    public static JournalSeal get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** From now on events are sealed with it. */
    public void use(Seal given) {
        seal = given;
    }

    Seal seal() {
        return seal;
    }
}
