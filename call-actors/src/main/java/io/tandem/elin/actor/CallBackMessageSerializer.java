package io.tandem.elin.actor;

import io.tandem.port.actor.ActorRefs;
import io.tandem.port.actor.NamedCbor;
import java.io.NotSerializableException;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What the parts of the table of call-backs and the nodes' copies of it tell each other, under names that outlive classes. */
public final class CallBackMessageSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d06;

    static final Map<String, Class<?>> MESSAGES = Map.of("keep", CallBackActor.Keep.class, "kept",
            CallBackActor.Done.class, "read", CallBackActor.Read.class, "find", CallBackActor.Find.class, "found",
            CallBackActor.Found.class, "told", CallBackFeed.Told.class, "part", CallBackFeed.Part.class);

    private final NamedCbor messages;

    public CallBackMessageSerializer(ExtendedActorSystem system) {
        messages = NamedCbor.of(MESSAGES, ActorRefs.of(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return messages.name(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        return messages.write(message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return messages.read(bytes, manifest);
    }
}
