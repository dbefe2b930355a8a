package io.tandem.call.actor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.tandem.call.Attempt;
import io.tandem.call.FarSide;
import io.tandem.port.CallId;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the parts of a call's messages are written that are no plain records: SIP messages as their bytes, methods, URIs and
 * ids as their text, addresses as literals, a flow without its connection.
 */
final class CallTypes extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** A stream connection is its own node's: elsewhere the address that it led to is what is left of it (TRAP-38). */
    private record Way(String listener, Transport transport, InetSocketAddress remote, String trunk,
            Optional<FarName> farName) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "far-side")
    @JsonSubTypes({@Type(value = FarSide.Replaceable.class, name = "replaceable"),
            @Type(value = FarSide.Unavailable.class, name = "unavailable")})
    private interface FarSideNames {}

    CallTypes() {
        super("calls");
        text(CallId.class, CallId::value, CallId::new);
        text(SipMethod.class, SipMethod::name, SipMethod::of);
        text(SipUri.class, SipUri::text, CallTypes::uri);
        text(Attempt.Outcome.class, Attempt.Outcome::label, Attempt.Outcome::ofLabel);
        text(InetSocketAddress.class, CallTypes::socket, CallTypes::socket);
        message(SipRequest.class);
        message(SipResponse.class);
        addSerializer(new FlowWriter());
        addDeserializer(Flow.class, new FlowReader());
        setMixInAnnotation(FarSide.class, FarSideNames.class);
    }

    private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
        addSerializer(new TextWriter<>(type, write));
        addDeserializer(type, new TextReader<>(type, read));
    }

    private <T extends SipMessage> void message(Class<T> type) {
        addSerializer(new MessageWriter<>(type));
        addDeserializer(type, new MessageReader<>(type));
    }

    private static SipUri uri(String text) {
        return Uri.parse(text)
                .filter(SipUri.class::isInstance)
                .map(SipUri.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("no SIP URI"));
    }

    private static String socket(InetSocketAddress socket) {
        String host = socket.isUnresolved() ? socket.getHostString() : socket.getAddress().getHostAddress();
        return host + " " + socket.getPort();
    }

    /** An address and a port with a space between; nobody is asked for a name. */
    private static InetSocketAddress socket(String text) {
        int space = text.lastIndexOf(' ');
        String host = text.substring(0, space);
        int port = Integer.parseInt(text.substring(space + 1));
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
                ? new InetSocketAddress(InetAddress.ofLiteral(host), port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    private static final class TextWriter<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<T, String> write;

        TextWriter(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(write.apply(value));
        }
    }

    private static final class TextReader<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> read;

        TextReader(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return read.apply(in.getText());
            } catch (IllegalArgumentException unreadable) {
                throw new IOException(unreadable);
            }
        }
    }

    private static final class MessageWriter<T extends SipMessage> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;

        MessageWriter(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T message, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeBinary(message.toBytes());
        }
    }

    private static final class MessageReader<T extends SipMessage> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final Class<T> type;

        MessageReader(Class<T> type) {
            super(type);
            this.type = type;
        }

        /** The edge that took it in has measured it. */
        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            ParseResult result = SipParser.parseOwned(in.getBinaryValue(), ParseLimits.WIDE);
            if (result instanceof ParseResult.Parsed(SipMessage message) && type.isInstance(message)) {
                return type.cast(message);
            }
            throw new IOException("no " + type.getSimpleName());
        }
    }

    private static final class FlowWriter extends StdScalarSerializer<Flow> {
        private static final long serialVersionUID = 1L;

        FlowWriter() {
            super(Flow.class);
        }

        @Override
        public void serialize(Flow flow, JsonGenerator out, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(new Way(flow.listener(), flow.transport(), flow.remote(), flow.trunk(),
                    flow.farName()), out);
        }
    }

    private static final class FlowReader extends StdScalarDeserializer<Flow> {
        private static final long serialVersionUID = 1L;

        FlowReader() {
            super(Flow.class);
        }

        @Override
        public Flow deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Way way = context.readValue(in, Way.class);
            return new Flow(way.listener(), way.transport(), way.remote(), 0, way.trunk(), way.farName());
        }
    }
}
