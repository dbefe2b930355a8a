package io.tandem.cluster.boot.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One object of a configuration, read key by key. What is absent or of the wrong type is noted as a mistake and comes
 * back empty, so that reading goes on. A key that nobody asked for is one that Tandem does not know: see {@link #done}.
 */
final class Section {
    private final String path;
    private final ConfigObject object;
    private final Mistakes mistakes;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(String path, ConfigObject object, Mistakes mistakes) {
        this.path = path;
        this.object = object;
        this.mistakes = mistakes;
    }

    String path() {
        return path;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    /** A single value that must be there. */
    Optional<Item> item(String key, String right) {
        Optional<ConfigValue> value = value(key);
        if (value.isEmpty()) {
            missing(key, right);
            return Optional.empty();
        }
        return scalar(path(key), value.get(), right);
    }

    /** A single value that may be absent. */
    Optional<Item> optionalItem(String key, String right) {
        return value(key).flatMap(value -> scalar(path(key), value, right));
    }

    /** Whether the key stands here; asking so makes it a known one. */
    boolean has(String key) {
        return value(key).isPresent();
    }

    /** The names of all keys here, where these are the operator's own: asking so makes them known ones. */
    List<String> keys() {
        asked.addAll(object.keySet());
        return object.keySet().stream().sorted().toList();
    }

    /** The values of a list; empty when it is absent. */
    List<Item> items(String key, String right) {
        List<Item> items = new ArrayList<>();
        List<ConfigValue> values = list(key, right);
        for (int i = 0; i < values.size(); i++) {
            scalar(path(key) + "[" + i + "]", values.get(i), right).ifPresent(items::add);
        }
        return items;
    }

    /** An object inside this one; an empty one when it is absent or no object. */
    Section section(String key) {
        Optional<ConfigValue> value = value(key);
        if (value.isPresent() && value.get() instanceof ConfigObject inner) {
            return new Section(path(key), inner, mistakes);
        }
        value.ifPresent(wrong -> mistakes.add(path(key), wrong, "an object: { ... }"));
        return new Section(path(key), ConfigFactory.empty().root(), mistakes);
    }

    /** The objects of a list; empty when it is absent. */
    List<Section> sections(String key, String right) {
        List<Section> sections = new ArrayList<>();
        List<ConfigValue> values = list(key, right);
        for (int i = 0; i < values.size(); i++) {
            String place = path(key) + "[" + i + "]";
            if (values.get(i) instanceof ConfigObject inner) {
                sections.add(new Section(place, inner, mistakes));
            } else {
                mistakes.add(place, values.get(i), "an object: { ... }");
            }
        }
        return sections;
    }

    <T> Optional<T> oneOf(String key, Map<String, T> choices) {
        String right = choices.size() == 1
                ? choices.keySet().iterator().next()
                : "one of " + String.join(", ", choices.keySet());
        return item(key, right).flatMap(item -> choose(item, choices, right));
    }

    <T> Optional<T> choose(Item item, Map<String, T> choices, String right) {
        T choice = choices.get(item.text());
        if (choice == null) {
            mistakes.add(item, right);
        }
        return Optional.ofNullable(choice);
    }

    Optional<Integer> integer(String key, int least, int most) {
        String right = "a whole number from " + least + " to " + most;
        return item(key, right).flatMap(item -> whole(item, least, most, right));
    }

    Optional<Integer> optionalInteger(String key, int least, int most) {
        String right = "a whole number from " + least + " to " + most;
        return optionalItem(key, right).flatMap(item -> whole(item, least, most, right));
    }

    Optional<Integer> port(String key) {
        String right = "a port number from 1 to 65535";
        return item(key, right).flatMap(item -> whole(item, 1, 65535, right));
    }

    /** A whole number that may be absent. */
    Optional<Integer> integer(String key, int least, int most, int absent) {
        String right = "a whole number from " + least + " to " + most;
        Optional<Item> item = optionalItem(key, right);
        return item.isEmpty() ? Optional.of(absent) : whole(item.get(), least, most, right);
    }

    Optional<Duration> duration(String key, Duration least, Duration most) {
        String right = range(least, most);
        return item(key, right).flatMap(item -> duration(key, item, least, most, right));
    }

    /** One that may be absent. */
    Optional<Duration> optionalDuration(String key, Duration least, Duration most) {
        String right = range(least, most);
        return optionalItem(key, right).flatMap(item -> duration(key, item, least, most, right));
    }

    /** One that may be absent, or 0 s. */
    Optional<Duration> durationOrOff(String key, Duration least, Duration most) {
        String right = range(least, most) + ", or 0 s for none";
        Optional<Item> item = optionalItem(key, right);
        if (item.isPresent() && item.get().text().matches("0+ *(ms|s|m|h)")) {
            return Optional.of(Duration.ZERO);
        }
        return item.flatMap(found -> duration(key, found, least, most, right));
    }

    private static String range(Duration least, Duration most) {
        return "a duration from " + words(least) + " to " + words(most) + ", such as " + words(least);
    }

    private Optional<Duration> duration(String key, Item item, Duration least, Duration most, String right) {
        try {
            Duration duration = object.get(key).atKey("it").getDuration("it");
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return Optional.of(duration);
            }
        } catch (ConfigException notADuration) {
            // told below, as one that is out of range is
        }
        mistakes.add(item, right);
        return Optional.empty();
    }

    /** Notes keys that the defaults do not have, and values of another kind than the default. */
    void likeDefaults(ConfigObject defaults) {
        object.forEach((key, value) -> {
            ConfigValue standard = defaults.get(key);
            if (standard == null) {
                unknown(key, value, defaults.keySet());
            } else if (!alike(value, standard)) {
                mistakes.add(path(key), value, "a value like its default, " + standard.render());
            }
        });
    }

    private static boolean alike(ConfigValue value, ConfigValue standard) {
        return switch (standard.valueType()) {
            case NUMBER -> value.valueType() == ConfigValueType.NUMBER;
            case STRING -> value.valueType() == ConfigValueType.STRING && isDuration(value) == isDuration(standard);
            case BOOLEAN, LIST, OBJECT, NULL -> value.valueType() == standard.valueType();
        };
    }

    private static boolean isDuration(ConfigValue value) {
        try {
            value.atKey("it").getDuration("it");
            return true;
        } catch (ConfigException other) {
            return false;
        }
    }

    void missing(String key, String right) {
        mistakes.missing(path(key), object.origin(), right);
    }

    /** Notes what is wrong with a key as a whole, where it stands. */
    void wrong(String key, String right) {
        ConfigValue value = object.get(key);
        if (value == null) {
            missing(key, right);
        } else {
            mistakes.add(path(key), value, right);
        }
    }

    /** Notes the keys that were never asked for, each with the known one that it is most like. */
    void done() {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                unknown(entry.getKey(), entry.getValue(), asked);
            }
        }
    }

    void unknown(String key, ConfigValue value, Collection<String> known) {
        String right = NearestName.of(key, known)
                .map(near -> path(near) + " (did you mean that?)")
                .orElse(
                        "no such key; known here: " + String.join(", ", known));
        mistakes.add(path(key), Mistakes.place(value.origin()), "a key that Tandem does not know", right);
    }

    private Optional<ConfigValue> value(String key) {
        asked.add(key);
        ConfigValue value = object.get(key);
        return value == null || value.valueType() == ConfigValueType.NULL ? Optional.empty() : Optional.of(value);
    }

    private List<ConfigValue> list(String key, String right) {
        Optional<ConfigValue> value = value(key);
        if (value.isPresent() && value.get() instanceof ConfigList list) {
            return list;
        }
        value.ifPresent(wrong -> mistakes.add(path(key), wrong, right));
        return List.of();
    }

    private Optional<Item> scalar(String where, ConfigValue value, String right) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN ->
                    Optional.of(new Item(where, String.valueOf(value.unwrapped()), value.origin()));
            case OBJECT, LIST, NULL -> {
                mistakes.add(where, value, right);
                yield Optional.empty();
            }
        };
    }

    private Optional<Integer> whole(Item item, int least, int most, String right) {
        try {
            int number = Integer.parseInt(item.text());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException notANumber) {
            // told below, as one that is out of range is
        }
        mistakes.add(item, right);
        return Optional.empty();
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String words(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + " ms";
        }
        return duration.toSeconds() % 60 != 0 || duration.isZero()
                ? duration.toSeconds() + " s"
                : duration.toMinutes() + " m";
    }
}
