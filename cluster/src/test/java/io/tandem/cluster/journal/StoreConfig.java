package io.tandem.cluster.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;

/** A system on the embedded store in that data directory. */
final class StoreConfig {
    private StoreConfig() {}

    static Config in(Path dataDirectory) {
        return ConfigFactory.parseString("""
                tandem.data-directory = "%s"
                pekko.actor.allow-java-serialization = off
                pekko.actor.serialization-bindings {
                  "io.tandem.cluster.journal.Ledger$Entry" = jackson-cbor
                  "io.tandem.cluster.journal.Ledger$State" = jackson-cbor
                }
                pekko.loglevel = WARNING
                pekko.log-dead-letters = off
                """.formatted(dataDirectory)).withFallback(EmbeddedStore.plugins()).withFallback(ConfigFactory.load());
    }
}
