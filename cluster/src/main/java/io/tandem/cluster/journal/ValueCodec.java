package io.tandem.cluster.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import scala.Option;

/**
 * Events and snapshots as the values of the store.
 * <p>
 * Event: version (1 octet), timestamp (8, epoch milliseconds), writer, event-adapter manifest, tags (1 octet count, then
 * each), metadata, event. Snapshot: version, timestamp, metadata, snapshot. A text is its length (2 octets) and UTF-8;
 * an object is serializer id (4), manifest (text), length (4) and octets; metadata is a presence octet and an object.
 */
public final class ValueCodec {
    private static final byte VERSION = 1;
    private static final int TEXT_LENGTH = Short.BYTES;
    private static final int MAX_TEXT_OCTETS = 0xFFFF;
    private static final int MAX_TAGS = 0xFF;

    /** An object as its serializer left it. */
    private record Stored(int serializerId, byte[] manifest, byte[] octets) {
        int size() {
            return Integer.BYTES + TEXT_LENGTH + manifest.length + Integer.BYTES + octets.length;
        }

        void to(ByteBuffer buffer) {
            buffer.putInt(serializerId);
            putText(buffer, manifest);
            buffer.putInt(octets.length).put(octets);
        }
    }

    private final Serialization serialization;

    public ValueCodec(Serialization serialization) {
        this.serialization = serialization;
    }

    /** The value of that event; IllegalArgumentException when it cannot be serialized or is over a limit. */
    public byte[] event(PersistentRepr event, Object payload, Set<String> tags, long timestamp) {
        Stored stored = store(payload);
        Optional<Stored> metadata = metadata(event.metadata());
        byte[] writer = text(event.writerUuid());
        byte[] adapterManifest = text(event.manifest());
        List<byte[]> labels = texts(tags);
        int size = 1 + Long.BYTES + 2 * TEXT_LENGTH + writer.length + adapterManifest.length + 1 + sizeOf(labels)
                + sizeOf(metadata) + stored.size();
        ByteBuffer buffer = ByteBuffer.allocate(size).put(VERSION).putLong(timestamp);
        putText(buffer, writer);
        putText(buffer, adapterManifest);
        buffer.put((byte) labels.size());
        for (byte[] label : labels) {
            putText(buffer, label);
        }
        putMetadata(buffer, metadata);
        stored.to(buffer);
        return buffer.array();
    }

    public PersistentRepr event(String persistenceId, long sequenceNr, byte[] value) {
        ByteBuffer buffer = open(value);
        long timestamp = buffer.getLong();
        String writer = getText(buffer);
        String adapterManifest = getText(buffer);
        for (int tags = buffer.get() & 0xFF; tags > 0; tags--) {
            getText(buffer);
        }
        Optional<Object> metadata = getMetadata(buffer);
        PersistentRepr event = PersistentRepr$.MODULE$.apply(getObject(buffer), sequenceNr, persistenceId,
                adapterManifest, false, null, writer).withTimestamp(timestamp);
        return metadata.isPresent() ? event.withMetadata(metadata.get()) : event;
    }

    byte[] snapshot(SnapshotMetadata about, Object snapshot) {
        Stored stored = store(snapshot);
        Optional<Stored> metadata = metadata(about.metadata());
        ByteBuffer buffer = ByteBuffer.allocate(1 + Long.BYTES + sizeOf(metadata) + stored.size());
        buffer.put(VERSION).putLong(about.timestamp());
        putMetadata(buffer, metadata);
        stored.to(buffer);
        return buffer.array();
    }

    SelectedSnapshot snapshot(String persistenceId, long sequenceNr, byte[] value) {
        ByteBuffer buffer = open(value);
        SnapshotMetadata about = SnapshotMetadata.apply(persistenceId, sequenceNr, buffer.getLong());
        Optional<Object> metadata = getMetadata(buffer);
        return SelectedSnapshot.create(metadata.isPresent() ? about.withMetadata(metadata.get()) : about,
                getObject(buffer));
    }

    /** The tags of a stored event. */
    public static Set<String> tagsOf(byte[] value) {
        ByteBuffer buffer = open(value);
        buffer.getLong();
        getText(buffer);
        getText(buffer);
        Set<String> tags = new HashSet<>();
        for (int left = buffer.get() & 0xFF; left > 0; left--) {
            tags.add(getText(buffer));
        }
        return tags;
    }

    /** When that snapshot was taken, in epoch milliseconds. */
    static long timestampOfSnapshot(byte[] value) {
        return open(value).getLong();
    }

    private static ByteBuffer open(byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        byte version = buffer.get();
        if (version != VERSION) {
            throw new IllegalStateException("stored by a later release: value version " + version);
        }
        return buffer;
    }

    /** Serializers throw what they like, checked or not; here it is one kind. */
    private Stored store(Object object) {
        try {
            Serializer serializer = serialization.findSerializerFor(object);
            byte[] manifest = text(Serializers.manifestFor(serializer, object));
            return new Stored(serializer.identifier(), manifest, serialization.serialize(object).get());
        } catch (Exception e) {
            throw new IllegalArgumentException("cannot be serialized: " + object.getClass().getName(), e);
        }
    }

    private Object getObject(ByteBuffer buffer) {
        int serializerId = buffer.getInt();
        String manifest = getText(buffer);
        byte[] octets = new byte[buffer.getInt()];
        buffer.get(octets);
        try {
            return serialization.deserialize(octets, serializerId, manifest).get();
        } catch (Exception e) {
            throw new IllegalStateException("cannot be read back: " + manifest, e);
        }
    }

    private Optional<Stored> metadata(Option<Object> metadata) {
        return metadata.isDefined() ? Optional.of(store(metadata.get())) : Optional.empty();
    }

    private static int sizeOf(Optional<Stored> metadata) {
        return metadata.isPresent() ? 1 + metadata.get().size() : 1;
    }

    private static void putMetadata(ByteBuffer buffer, Optional<Stored> metadata) {
        buffer.put((byte) (metadata.isPresent() ? 1 : 0));
        if (metadata.isPresent()) {
            metadata.get().to(buffer);
        }
    }

    private Optional<Object> getMetadata(ByteBuffer buffer) {
        return buffer.get() == 0 ? Optional.empty() : Optional.of(getObject(buffer));
    }

    private static List<byte[]> texts(Set<String> tags) {
        if (tags.isEmpty()) {
            return List.of();
        }
        if (tags.size() > MAX_TAGS) {
            throw new IllegalArgumentException("more than " + MAX_TAGS + " tags on an event");
        }
        List<byte[]> texts = new ArrayList<>(tags.size());
        for (String tag : tags) {
            texts.add(text(tag));
        }
        return texts;
    }

    private static int sizeOf(List<byte[]> texts) {
        int size = 0;
        for (byte[] text : texts) {
            size += TEXT_LENGTH + text.length;
        }
        return size;
    }

    private static byte[] text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length > MAX_TEXT_OCTETS) {
            throw new IllegalArgumentException("manifest, writer or tag longer than " + MAX_TEXT_OCTETS + " octets");
        }
        return octets;
    }

    private static void putText(ByteBuffer buffer, byte[] text) {
        buffer.putShort((short) text.length).put(text);
    }

    private static String getText(ByteBuffer buffer) {
        int length = buffer.getShort() & 0xFFFF;
        if (length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }
}
