package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Trace;
import io.tandem.ops.trace.HepSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code tandem.trace}: what copies of SIP messages are made, and where they go. */
final class TraceReader {
    private static final Map<String, Boolean> CALLS = new TreeMap<>(Map.of("none", false, "all", true));
    private static final Pattern PREFIX = Pattern.compile("\\+?[0-9*#]{1,20}");
    private static final String PREFIX_RIGHT = "how a number begins, such as \"+4420\"";
    private static final String FILE_RIGHT = "the path of a file of at most 255 bytes, from the folder of this file on";
    private static final int PASSWORD_BYTES = 255;
    private static final int MANY = 1_000;

    private final Path folder;
    private final Set<String> groups;
    private final Mistakes mistakes;

    /** @param groups names of the peer groups */
    TraceReader(Path folder, Set<String> groups, Mistakes mistakes) {
        this.folder = folder;
        this.groups = groups;
        this.mistakes = mistakes;
    }

    Trace read(Section trace) {
        Section hep = trace.section("hep");
        Optional<InetAddress> address = address(hep);
        Optional<Integer> port = hep.port("port");
        int captureId = hep.integer("capture-id", 1, Integer.MAX_VALUE).orElse(1);
        String key = hep.item("password-file", FILE_RIGHT).map(this::password).orElse("");
        boolean all = hep.oneOf("calls", CALLS).orElse(false);
        List<String> trunks = list(hep, "trunks", groups::contains,
                "the name of a peer group: " + String.join(", ", new TreeSet<>(groups)));
        List<String> prefixes = list(hep, "number-prefixes", PREFIX.asMatchPredicate(), PREFIX_RIGHT);
        int percent = hep.integer("percent", 1, 100).orElse(100);
        hep.done();
        int keepBytes = trace.integer("keep-bytes", 0, 2_000_000_000).orElse(0);
        trace.done();
        if (!all || address.isEmpty() || port.isEmpty()) {
            return new Trace(keepBytes, Optional.empty());
        }
        return new Trace(keepBytes, Optional.of(new HepSettings(new InetSocketAddress(address.get(), port.get()),
                captureId, key, trunks, prefixes, percent)));
    }

    private List<String> list(Section section, String key, Predicate<String> good, String right) {
        List<String> texts = new ArrayList<>();
        List<Item> items = section.items(key, "a list, each " + right);
        if (items.size() > MANY) {
            section.wrong(key, "at most " + MANY);
        }
        for (Item item : items) {
            if (good.test(item.text())) {
                texts.add(item.text());
            } else {
                mistakes.add(item, right);
            }
        }
        return List.copyOf(texts);
    }

    private Optional<InetAddress> address(Section hep) {
        String right = "a literal IP address, such as 192.0.2.9";
        Optional<Item> item = hep.item("address", right);
        Optional<InetAddress> address = item.flatMap(found -> IpLiteral.address(found.text()))
                .filter(found -> !found.isAnyLocalAddress());
        if (item.isPresent() && address.isEmpty()) {
            mistakes.add(item.get(), right);
        }
        return address;
    }

    /** The file's first line; "" for no file. What is in it is never told. */
    private String password(Item item) {
        if (item.text().isEmpty()) {
            return "";
        }
        try {
            Path file = folder.resolve(item.text());
            if (Files.size(file) <= PASSWORD_BYTES) {
                String password = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
                if (!password.isEmpty()) {
                    return password;
                }
            }
        } catch (IOException | InvalidPathException unreadable) {
            // told below, as an empty one is
        }
        mistakes.add(item, FILE_RIGHT + ", with the password in its first line");
        return "";
    }
}
