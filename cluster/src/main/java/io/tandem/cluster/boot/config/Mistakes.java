package io.tandem.cluster.boot.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while a configuration is read, so that all of it can be told at once. */
final class Mistakes {
    private static final int SHOWN_CHARACTERS = 60;
    private final List<Mistake> found = new ArrayList<>();

    void add(Item item, String right) {
        add(item.path(), place(item.origin()), item.text().isEmpty() ? "an empty text" : item.text(), right);
    }

    void add(String path, ConfigValue value, String right) {
        add(path, place(value.origin()), shown(value), right);
    }

    void missing(String path, ConfigOrigin whereItShouldBe, String right) {
        add(path, place(whereItShouldBe), "nothing", right);
    }

    void add(String path, String place, String what, String right) {
        found.add(new Mistake(path, place, what, right));
    }

    List<Mistake> all() {
        return List.copyOf(found);
    }

    /** The line in the operator's file, or that the value is a default of ours. */
    static String place(ConfigOrigin origin) {
        if (origin.resource() != null) {
            return "default";
        }
        return origin.lineNumber() > 0 && !origin.description().startsWith("merge of")
                ? "line " + origin.lineNumber()
                : "";
    }

    private static String shown(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
