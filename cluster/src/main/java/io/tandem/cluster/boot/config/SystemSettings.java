package io.tandem.cluster.boot.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.tandem.cluster.boot.config.TandemConfig.Cluster;
import io.tandem.cluster.boot.config.TandemConfig.ClusterTls;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of the actor system's settings follows from Tandem's own. */
final class SystemSettings {
    private static final int HASH_BYTES = 8;
    private static final ConfigRenderOptions CONCISE = ConfigRenderOptions.concise();

    private SystemSettings() {}

    /** @param whole all of {@code tandem}, with defaults */
    static Config of(Cluster cluster, Config whole) {
        Map<String, Object> settings = new LinkedHashMap<>();
        cluster.joining().tls().ifPresent(tls -> secure(settings, tls));
        // What must be the same on all nodes, as short as may be: the one that joins shows it (cluster.member.JoinCheck).
        settings.put("tandem.join.trunks", marks(whole, "tandem.peer-groups", "name"));
        settings.put("tandem.join.service-addresses", marks(whole, "tandem.cluster.service-addresses", "id"));
        settings.put("tandem.join.emergency", List.of(
                whole.getValue("tandem.emergency-dial-strings").render(CONCISE)));
        return ConfigFactory.parseMap(settings, "Tandem's own settings");
    }

    private static void secure(Map<String, Object> settings, ClusterTls tls) {
        String engine = "pekko.remote.artery.ssl.";
        settings.put("pekko.remote.artery.transport", "tls-tcp");
        settings.put(engine + "ssl-engine-provider",
                "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
        settings.put(engine + "rotating-keys-engine.cert-file", tls.certificate().toString());
        settings.put(engine + "rotating-keys-engine.key-file", tls.key().toString());
        settings.put(engine + "rotating-keys-engine.ca-cert-file", tls.trust().toString());
    }

    /** Each object of a list by its name, with a hash of what it says. */
    private static List<String> marks(Config whole, String path, String name) {
        List<String> marks = new ArrayList<>();
        if (whole.hasPath(path)) {
            for (ConfigValue value : whole.getList(path)) {
                ConfigObject object = (ConfigObject) value;
                marks.add(object.get(name).unwrapped() + " " + hash(object.render(CONCISE)));
            }
        }
        return marks;
    }

    private static String hash(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it
        }
    }
}
