package io.tandem.call.actor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tandem.call.CallEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Call events in the journal and on the wire: CBOR maps written field by field, under explicit names that outlive
 * classes. Additive for ever: a reader takes what it knows and leaves the rest; a field that is missing has a meaning.
 */
public final class CallEventSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d01;
    private static final String ANSWERED = "call-answered";
    private static final String CHANGED = "session-changed";
    private static final String ENDED = "call-ended";
    private static final CBORFactory FACTORY = new CBORFactory();
    private static final CBORMapper MAPPER = new CBORMapper();
    /** What of an event must not be read by others, as one field: those that stand in it. */
    static final String SEALED = "sealed";

    private final Supplier<Seal> seal;

    /** As the actor system makes it. */
    public CallEventSerializer(ExtendedActorSystem system) {
        this.seal = JournalSeal.get(system)::seal;
    }

    /** Outside an actor system. */
    public CallEventSerializer(Seal seal) {
        this.seal = () -> seal;
    }

    /** For calls whose media is plain. */
    public CallEventSerializer() {
        this(Seal.NONE);
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object event) {
        return switch (event) {
            case CallEvent.CallAnswered _ -> ANSWERED;
            case CallEvent.SessionChanged _ -> CHANGED;
            case CallEvent.CallEnded _ -> ENDED;
            default -> throw new IllegalArgumentException("no call event: " + event.getClass());
        };
    }

    @Override
    public byte[] toBinary(Object event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (CBORGenerator out = generator(bytes)) {
            EventWriter writer = new EventWriter(out, seal.get());
            switch (event) {
                case CallEvent.CallAnswered answered -> writer.answered(answered);
                case CallEvent.SessionChanged changed -> writer.changed(changed);
                case CallEvent.CallEnded ended -> writer.ended(ended);
                default -> throw new IllegalArgumentException("no call event: " + event.getClass());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    static CBORGenerator generator(ByteArrayOutputStream bytes) throws IOException {
        return FACTORY.createGenerator(bytes);
    }

    private JsonNode opened(JsonNode tree) throws IOException {
        if (!(tree instanceof ObjectNode event) || !event.has(SEALED)) {
            return tree;
        }
        try {
            byte[] inner = seal.get().open(event.path("id").asText(), event.path(SEALED).binaryValue());
            return event.setAll((ObjectNode) MAPPER.readTree(inner));
        } catch (GeneralSecurityException shut) {
            throw new IOException(shut.getMessage(), shut);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            JsonNode tree = opened(MAPPER.readTree(bytes));
            return switch (manifest) {
                case ANSWERED -> EventReader.answered(tree);
                case CHANGED -> EventReader.changed(tree);
                case ENDED -> EventReader.ended(tree);
                default -> throw new NotSerializableException("unknown call event " + manifest);
            };
        } catch (IOException failure) {
            throw new NotSerializableException("call event " + manifest + ": " + failure);
        }
    }
}
