package io.tandem.tenant.actor;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.NumberBlock;
import io.tandem.tenant.TenantEvent;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Events and snapshots of tenants, number blocks and the account index in the journal: CBOR under explicit names that
 * outlive classes. Additive for ever: a reader takes the fields that it knows, and one that is missing is empty.
 */
public final class TenantStoreSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d02;

    /** What is stored, by the name that it is stored under. */
    private static final Map<String, Class<?>> CLASSES = Map.ofEntries(
            Map.entry("account-wished", TenantEvent.AccountWished.class),
            Map.entry("account-settled", TenantEvent.AccountSettled.class),
            Map.entry("account-refused", TenantEvent.AccountRefused.class),
            Map.entry("account-closing", TenantEvent.AccountClosing.class),
            Map.entry("account-deleted", TenantEvent.AccountDeleted.class),
            Map.entry("number-wished", TenantEvent.NumberWished.class),
            Map.entry("number-settled", TenantEvent.NumberSettled.class),
            Map.entry("number-refused", TenantEvent.NumberRefused.class),
            Map.entry("number-releasing", TenantEvent.NumberReleasing.class),
            Map.entry("number-released", TenantEvent.NumberReleased.class),
            Map.entry("number-claimed", NumberBlock.Event.NumberClaimed.class),
            Map.entry("number-freed", NumberBlock.Event.NumberFreed.class),
            Map.entry("account-listed", AccountIndex.Event.AccountListed.class),
            Map.entry("account-struck", AccountIndex.Event.AccountStruck.class),
            Map.entry("tenant", TenantSnapshot.class), Map.entry("number-block", NumberBlock.class),
            Map.entry("account-index", AccountIndexActor.Snapshot.class));

    private static final CBORMapper MAPPER = CBORMapper.builder()
            .addModule(new Jdk8Module())
            .disable(
                    SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Map<Class<?>, String> NAMES = new HashMap<>();
    private static final Map<String, ObjectReader> READERS = new HashMap<>();

    static {
        CLASSES.forEach((name, type) -> {
            NAMES.put(type, name);
            READERS.put(name, MAPPER.readerFor(type));
        });
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object stored) {
        String name = NAMES.get(stored.getClass());
        if (name == null) {
            throw new IllegalArgumentException("not stored by tenants: " + stored.getClass());
        }
        return name;
    }

    @Override
    public byte[] toBinary(Object stored) {
        try {
            return MAPPER.writeValueAsBytes(stored);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        ObjectReader reader = READERS.get(manifest);
        if (reader == null) {
            throw new NotSerializableException("no tenant event of the name " + manifest);
        }
        try {
            return reader.readValue(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException("a stored " + manifest + " cannot be read", failure);
        }
    }
}
