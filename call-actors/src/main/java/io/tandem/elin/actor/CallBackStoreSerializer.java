package io.tandem.elin.actor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tandem.elin.CallBackTable;
import io.tandem.elin.CallBackTable.Kept;
import io.tandem.elin.CallBackTable.Row;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Call-backs in the journal: CBOR, field by field under names that outlive classes. Additive for ever. */
public final class CallBackStoreSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d03;
    private static final String KEPT = "call-back-kept";
    private static final String TABLE = "call-backs";
    private static final CBORMapper MAPPER = new CBORMapper();

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object stored) {
        return stored instanceof Kept ? KEPT : TABLE;
    }

    @Override
    public byte[] toBinary(Object stored) {
        ObjectNode tree = MAPPER.createObjectNode();
        switch (stored) {
            case Kept kept -> write(kept.row(), tree).put("at", kept.atMillis());
            case CallBackTable table -> {
                ArrayNode rows = tree.putArray("rows");
                table.rows().values().forEach(row -> write(row, rows.addObject()));
            }
            default -> throw new IllegalArgumentException("not stored of call-backs: " + stored.getClass());
        }
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ObjectNode write(Row row, ObjectNode tree) {
        return tree.put("elin", row.elin()).put("caller", row.caller()).put("until", row.untilMillis());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        JsonNode tree = tree(bytes);
        if (manifest.equals(KEPT)) {
            return new Kept(row(tree), tree.path("at").asLong());
        }
        if (!manifest.equals(TABLE)) {
            throw new NotSerializableException("no stored call-backs of the name " + manifest);
        }
        List<Row> rows = new ArrayList<>();
        tree.path("rows").forEach(each -> rows.add(row(each)));
        return CallBackTable.of(rows);
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException("stored call-backs cannot be read", failure);
        }
    }

    private static Row row(JsonNode tree) {
        return new Row(tree.path("elin").asText(), tree.path("caller").asText(), tree.path("until").asLong());
    }
}
