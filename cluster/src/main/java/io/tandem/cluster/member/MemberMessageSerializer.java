package io.tandem.cluster.member;

import io.tandem.port.actor.NamedCbor;
import java.io.NotSerializableException;
import java.util.Map;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What members tell each other of each other, under names that outlive classes. */
public final class MemberMessageSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d11;

    static final Map<String, Class<?>> MESSAGES = Map.of(
            "member-question", MemberMessage.Question.class,
            "member-answer", MemberMessage.Answer.class);

    private final NamedCbor messages = NamedCbor.of(MESSAGES);

    /** By the name that {@code pekko.conf} gives it. */
    public MemberMessageSerializer() {}

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
