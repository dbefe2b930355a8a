package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.AddressHooks.Hook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code tandem.cluster.hooks}. */
final class HooksReader {
    private static final String RIGHT = "none, linux, or the path of a program that this user may run";

    private HooksReader() {}

    /** @param folder where a relative path begins */
    static AddressHooks read(Section hooks, Path folder) {
        Optional<Item> device = hooks.optionalItem("device", "the name of a network device such as eth0")
                .filter(item -> !item.text().isBlank());
        AddressHooks read = new AddressHooks(hook(hooks, "acquire", folder, device),
                hook(hooks, "release", folder, device),
                hooks.duration("timeout", Duration.ofMillis(100), Duration.ofMinutes(1)).orElse(Duration.ZERO));
        hooks.done();
        return read;
    }

    private static Hook hook(Section hooks, String key, Path folder, Optional<Item> device) {
        Optional<Item> item = hooks.item(key, RIGHT);
        String text = item.map(Item::text).orElse("none");
        return switch (text) {
            case "none" -> new Hook.None();
            case "linux" -> linux(hooks, device);
            default -> program(hooks.mistakes(), item.get(), folder == null ? Path.of(text) : folder.resolve(text));
        };
    }

    private static Hook linux(Section hooks, Optional<Item> device) {
        if (device.isEmpty()) {
            hooks.wrong("device", "the network device that takes the addresses, such as eth0");
        } else if (!device.get().text().matches("[a-zA-Z0-9._@-]{1,15}")) {
            hooks.wrong("device", "the name of a network device such as eth0");
        }
        return new Hook.Linux(device.map(Item::text).orElse(""));
    }

    private static Hook program(Mistakes mistakes, Item item, Path path) {
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            mistakes.add(item, RIGHT);
        }
        return new Hook.Program(path.toAbsolutePath());
    }
}
