package io.tandem.provisioning.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.tenant.Mistake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one JSON object and notes everything that is wrong with them: types, and fields that nobody asked
 * for. {@code null} counts as absent.
 */
final class JsonFields {
    /** So many mistakes are told; a client with more has another problem. */
    private static final int MAX_MISTAKES = 50;
    private static final int MAX_LIST = 20;

    private final JsonNode object;
    private final String prefix;
    private final List<Mistake> mistakes;
    private final Set<String> known = new HashSet<>();

    private JsonFields(JsonNode object, String prefix, List<Mistake> mistakes) {
        this.object = object;
        this.prefix = prefix;
        this.mistakes = mistakes;
    }

    /** The fields of the whole document; one that is no object has no fields and one mistake. */
    static JsonFields of(JsonNode document, List<Mistake> mistakes) {
        JsonFields fields = new JsonFields(document, "", mistakes);
        if (!document.isObject()) {
            fields.note(new Mistake("", "not a JSON object", "a JSON object"));
        }
        return fields;
    }

    Optional<String> text(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isTextual()) {
            return wrongType(name, "a string");
        }
        return value.map(JsonNode::textValue);
    }

    Optional<Boolean> flag(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            return wrongType(name, "true or false");
        }
        return value.map(JsonNode::booleanValue);
    }

    /** A field that has to be the given text when it is there: a key repeated in the body. */
    void same(String name, String expected) {
        Optional<String> value = text(name);
        if (value.isPresent() && !value.get().equals(expected)) {
            note(new Mistake(prefix + name, "not what the path says", "the same as in the path, or left out"));
        }
    }

    /** One of a set of words. */
    <T> Optional<T> word(String name, Function<String, Optional<T>> words, String right) {
        return text(name).flatMap(text -> known(name, text, words, right));
    }

    /** A list of words of a set. */
    <T> List<T> words(String name, Function<String, Optional<T>> words, String right) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray() || value.get().size() > MAX_LIST) {
            this.<T>wrongType(name, "a list of at most " + MAX_LIST + " of " + right);
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (JsonNode element : value.get()) {
            known(name + "[" + read.size() + "]", element.isTextual() ? element.textValue() : "", words,
                    right).ifPresent(read::add);
        }
        return read;
    }

    private <T> Optional<T> known(String name, String text, Function<String, Optional<T>> words, String right) {
        Optional<T> word = words.apply(text);
        if (word.isEmpty()) {
            note(new Mistake(prefix + name, "not a known value", right));
        }
        return word;
    }

    /** A nested object, read whole by the reader. */
    <T> Optional<T> object(String name, Function<JsonFields, T> reader) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isObject()) {
            return wrongType(name, "an object");
        }
        JsonFields fields = new JsonFields(value.get(), prefix + name + ".", mistakes);
        T read = reader.apply(fields);
        fields.end();
        return Optional.of(read);
    }

    /** Fields that are ours to say: what a client read it may write back, and it is ignored. */
    void readOnly(String... names) {
        known.addAll(List.of(names));
    }

    /** Notes the fields that nobody asked for. */
    void end() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!known.contains(name)) {
                note(new Mistake(prefix + name, "unknown field",
                        "one of " + String.join(", ", known.stream().sorted().toList())));
            }
        }
    }

    private Optional<JsonNode> value(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private <T> Optional<T> wrongType(String name, String right) {
        note(new Mistake(prefix + name, "of the wrong type", right));
        return Optional.empty();
    }

    void missing(String name, String right) {
        note(new Mistake(prefix + name, "absent", right));
    }

    private void note(Mistake mistake) {
        if (mistakes.size() < MAX_MISTAKES) {
            mistakes.add(mistake);
        }
    }
}
