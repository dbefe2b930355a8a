package io.tandem.cluster.address.actor;

import io.tandem.port.actor.ActorRefs;
import io.tandem.port.actor.NamedCbor;
import java.io.NotSerializableException;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What the book of addresses and the agents tell each other, under names that outlive classes. */
public final class AddressMessageSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d10;

    static final Map<String, Class<?>> MESSAGES = Map.of(
            "address-reported", AddressMessage.Reported.class,
            "address-acquired", AddressMessage.Acquired.class,
            "address-refused", AddressMessage.Refused.class,
            "address-released", AddressMessage.Released.class,
            "address-hand-back", AddressMessage.HandBack.class,
            "address-drain", AddressMessage.Drain.class,
            "address-undrain", AddressMessage.Undrain.class,
            "address-told", AddressMessage.Told.class,
            "address-own", AddressMessage.Own.class,
            "address-release", AddressMessage.Release.class);

    private final NamedCbor messages;

    public AddressMessageSerializer(ExtendedActorSystem system) {
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
