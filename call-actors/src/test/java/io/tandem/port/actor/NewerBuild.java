package io.tandem.port.actor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** What a build that is still to come might write: the same, and in each part of it one thing more. */
public final class NewerBuild {
    private static final CBORMapper MAPPER = new CBORMapper();
    private static final String MORE = "that-is-still-to-come";

    private NewerBuild() {}

    /** @param cbor as a build of today writes it @param tables components whose names are keys and no names of parts */
    public static byte[] of(byte[] cbor, String... tables) {
        try {
            JsonNode whole = MAPPER.readTree(cbor);
            add(whole, Set.of(tables), true);
            return MAPPER.writeValueAsBytes(whole);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void add(JsonNode part, Set<String> tables, boolean here) {
        part.properties().forEach(each -> add(each.getValue(), tables, !tables.contains(each.getKey())));
        if (part.isArray()) {
            part.forEach(each -> add(each, tables, true));
        }
        if (here && part instanceof ObjectNode object) {
            object.putObject(MORE).put("of", "what nobody knows yet").putArray("and").add(1).addObject();
        }
    }
}
