package io.tandem.cluster.boot.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A configuration file of an operator: read over our defaults, checked whole. */
public final class ConfigFile {
    /** The actor system's own settings may be given too; they are Pekko's and checked by nobody here. */
    private static final List<String> TOP_LEVEL = List.of("tandem", "pekko");
    private static final String SYSTEM_SETTINGS = "pekko.conf";
    private static final String CASSANDRA_SETTINGS = "cassandra.conf";

    private ConfigFile() {}

    /**
     * Reads the file and checks it, also against this machine: are the ports free, are the addresses ours?
     *
     * @param dataDirectory takes the place of {@code tandem.data-directory}
     */
    public static ConfigResult read(Path file, Optional<Path> dataDirectory) {
        return read(file, dataDirectory, true);
    }

    /** Reads the file and checks it against itself alone: for those who ask while the node runs from it. */
    public static ConfigResult readOffline(Path file) {
        return read(file, Optional.empty(), false);
    }

    private static ConfigResult read(Path file, Optional<Path> dataDirectory, boolean probe) {
        String name = file.toString();
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return wrong(name, new Mistake(name, "", Files.exists(file) ? "no readable file" : "no file",
                    "a configuration file that this user may read"));
        }
        try {
            return read(name, file.toAbsolutePath().getParent(),
                    ConfigFactory.parseFile(file.toFile(), ConfigParseOptions.defaults()), dataDirectory, probe);
        } catch (ConfigException unreadable) {
            return wrong(name, syntax(name, unreadable));
        }
    }

    /** Reads a configuration from its text: for nodes that are made by a program. */
    public static ConfigResult read(String name, String text, Optional<Path> dataDirectory) {
        try {
            return read(name, Path.of(""), ConfigFactory.parseString(text), dataDirectory, true);
        } catch (ConfigException unreadable) {
            return wrong(name, syntax(name, unreadable));
        }
    }

    private static ConfigResult read(String name, Path folder, Config own, Optional<Path> dataDirectory,
            boolean probe) {
        Config file = dataDirectory.map(
                directory -> ConfigValueFactory.fromAnyRef(directory.toString(), "--data")
                        .atPath(
                                "tandem.data-directory")
                        .withFallback(own))
                .orElse(own);
        Config defaults = ConfigFactory.defaultReference().withOnlyPath("tandem");
        Config whole = file.withFallback(defaults).resolve();
        return ConfigReader.read(name, folder, strangers(own), whole, defaults,
                cluster -> SystemSettings.of(cluster, whole).withFallback(system(file)), probe);
    }

    private static Mistakes strangers(Config own) {
        Mistakes mistakes = new Mistakes();
        Section top = new Section("", own.root(), mistakes);
        own.root().forEach((key, value) -> {
            if (!TOP_LEVEL.contains(key)) {
                top.unknown(key, value, TOP_LEVEL);
            }
        });
        return mistakes;
    }

    /** The file over our settings for the actor system over everybody's defaults. */
    private static Config system(Config file) {
        Config ours = settings(SYSTEM_SETTINGS);
        Config stored = file.hasPath("tandem.storage") && file.getString("tandem.storage").equals("cassandra")
                ? settings(CASSANDRA_SETTINGS).withFallback(ours)
                : ours;
        return file.withFallback(stored).withFallback(ConfigFactory.defaultReference()).resolve();
    }

    private static Config settings(String resource) {
        return ConfigFactory.parseResources(ConfigFile.class.getClassLoader(), resource);
    }

    private static ConfigResult wrong(String file, Mistake mistake) {
        return new ConfigResult.Wrong(file, List.of(mistake));
    }

    private static Mistake syntax(String file, ConfigException unreadable) {
        String place = unreadable.origin() == null ? "" : Mistakes.place(unreadable.origin());
        return new Mistake(file, place, "text that is no HOCON: " + unreadable.getMessage(), "HOCON as in the README");
    }
}
