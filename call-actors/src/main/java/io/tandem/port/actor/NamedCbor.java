package io.tandem.port.actor;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of one protocol, each under its name, as CBOR maps of their components. Additive: a reader takes the
 * components that it knows; one that is missing is empty, 0 or "". Thread-safe.
 */
public final class NamedCbor {
    private final ObjectMapper mapper;
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<String, ObjectReader> readers = new HashMap<>();

    private NamedCbor(ObjectMapper mapper, Map<String, Class<?>> messages) {
        this.mapper = mapper;
        messages.forEach((name, type) -> {
            names.put(type, name);
            readers.put(name, mapper.readerFor(type));
        });
    }

    /**
     * @param messages the records that cross, by names that are never given to others
     * @param modules how types are written that are no plain records
     */
    public static NamedCbor of(Map<String, Class<?>> messages, Module... modules) {
        ObjectMapper mapper = CBORMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule())
                .addModules(modules)
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        for (Class<?> type : List.of(List.class, String.class)) { // of what an older build did not write
            mapper.configOverride(type).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
        return new NamedCbor(mapper, messages);
    }

    /** @throws IllegalArgumentException when it is none of the messages: that one stays on its node */
    public String name(Object message) {
        String name = names.get(message.getClass());
        if (name == null) {
            throw new IllegalArgumentException(message.getClass().getName() + " is no message between nodes");
        }
        return name;
    }

    /** Whether it is one of the messages. */
    public boolean knows(Class<?> type) {
        return names.containsKey(type);
    }

    public byte[] write(Object message) {
        try {
            return mapper.writeValueAsBytes(message);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws NotSerializableException where another build has written what this one does not understand: it is dropped */
    public Object read(byte[] bytes, String name) throws NotSerializableException {
        ObjectReader reader = readers.get(name);
        if (reader == null) {
            throw new NotSerializableException("no message of the name " + name);
        }
        try {
            return reader.readValue(bytes);
        } catch (IOException failure) {
            throw new NotSerializableException("message " + name + ": " + failure.getMessage());
        }
    }
}
