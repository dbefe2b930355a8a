package io.tandem.port.actor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** References to actors in messages: as text with the address of their node. */
public final class ActorRefs {
    private ActorRefs() {}

    /** @param system asked only when a reference is written or read: a serializer is made before its system is whole */
    public static Module of(ActorSystem system) {
        return new SimpleModule("actor-refs").addSerializer(new Writer(system))
                .addDeserializer(ActorRef.class,
                        new Reader(system));
    }

    private static ActorRefResolver resolver(ActorSystem system) {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }

    @SuppressWarnings({"rawtypes", "serial"}) // as Jackson has them; never written themselves
    private static final class Writer extends StdScalarSerializer<ActorRef> {
        private final ActorSystem system;

        Writer(ActorSystem system) {
            super(ActorRef.class);
            this.system = system;
        }

        @Override
        public void serialize(ActorRef reference, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(resolver(system).toSerializationFormat((ActorRef<?>) reference));
        }
    }

    @SuppressWarnings({"rawtypes", "serial"})
    private static final class Reader extends StdScalarDeserializer<ActorRef> {
        private final ActorSystem system;

        Reader(ActorSystem system) {
            super(ActorRef.class);
            this.system = system;
        }

        @Override
        public ActorRef deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return resolver(system).resolveActorRef(in.getText());
        }
    }
}
