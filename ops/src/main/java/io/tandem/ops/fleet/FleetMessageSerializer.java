package io.tandem.ops.fleet;

import io.tandem.port.actor.ActorRefs;
import io.tandem.port.actor.NamedCbor;
import java.io.NotSerializableException;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What nodes ask each other for operators, under names that outlive classes. */
public final class FleetMessageSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d07;

    static final Map<String, Class<?>> MESSAGES = Map.of("ask-calls", FleetAgent.AskCalls.class, "calls",
            FleetAgent.Calls.class);

    private final NamedCbor messages;

    public FleetMessageSerializer(ExtendedActorSystem system) {
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
