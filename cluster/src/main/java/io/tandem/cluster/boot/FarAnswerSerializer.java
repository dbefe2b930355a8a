package io.tandem.cluster.boot;

import io.tandem.port.actor.NamedCbor;
import java.io.NotSerializableException;
import java.util.Map;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Answers on their way to the node that has the question, under a name that outlives classes. */
public final class FarAnswerSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d08;

    private final NamedCbor messages = NamedCbor.of(Map.of("answer", FarAnswers.Answer.class));

    /** By the name that {@code pekko.conf} gives it. */
    public FarAnswerSerializer() {}

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
