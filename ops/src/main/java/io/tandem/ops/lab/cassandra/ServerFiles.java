package io.tandem.ops.lab.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two files that the server is configured by. Small: it is one node for trials. */
final class ServerFiles {
    static final String YAML = "cassandra.yaml";
    static final String LOGGING = "logback-server.xml";
    static final String LOG = "system.log";

    private ServerFiles() {}

    static void write(ServerSettings settings) throws IOException {
        Path directory = Files.createDirectories(settings.directory().toAbsolutePath());
        Files.writeString(directory.resolve(YAML), yaml(settings, directory));
        Files.writeString(directory.resolve(LOGGING), logging(directory));
    }

    private static String yaml(ServerSettings settings, Path directory) {
        String sync = settings.keepsAll()
                ? "commitlog_sync: batch"
                : "commitlog_sync: periodic\ncommitlog_sync_period: 10000ms";
        return """
                cluster_name: 'tandem lab'
                num_tokens: 16
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                endpoint_snitch: SimpleSnitch
                seed_provider:
                  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                    parameters:
                      - seeds: "%2$s:%3$d"
                listen_address: %2$s
                storage_port: %3$d
                rpc_address: %2$s
                native_transport_port: %4$d
                data_file_directories: ["%1$s/data"]
                commitlog_directory: "%1$s/commitlog"
                saved_caches_directory: "%1$s/saved_caches"
                hints_directory: "%1$s/hints"
                cdc_raw_directory: "%1$s/cdc_raw"
                %5$s
                commitlog_segment_size: 16MiB
                disk_failure_policy: die
                commit_failure_policy: die
                auto_snapshot: false
                memtable_heap_space: 128MiB
                memtable_offheap_space: 128MiB
                file_cache_size: 64MiB
                key_cache_size: 16MiB
                concurrent_reads: 8
                concurrent_writes: 16
                concurrent_compactors: 1
                %6$s
                """.formatted(directory, settings.address(), settings.storagePort(), settings.port(), sync,
                settings.guard().map(ServerFiles::guarded).orElse(""));
    }

    private static String guarded(ServerSettings.Guard guard) {
        return """
                authenticator: PasswordAuthenticator
                client_encryption_options:
                  enabled: true
                  optional: false
                  store_type: PKCS12
                  keystore: "%1$s"
                  keystore_password: "%3$s"
                  require_client_auth: true
                  truststore: "%2$s"
                  truststore_password: "%3$s"
                """.formatted(guard.keyStore().toAbsolutePath(), guard.trustStore().toAbsolutePath(), guard.password());
    }

    private static String logging(Path directory) {
        return """
                <configuration>
                  <appender name="file" class="ch.qos.logback.core.rolling.RollingFileAppender">
                    <file>%1$s/%2$s</file>
                    <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
                      <fileNamePattern>%1$s/%2$s.%%i</fileNamePattern>
                      <maxIndex>1</maxIndex>
                    </rollingPolicy>
                    <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
                      <maxFileSize>20MB</maxFileSize>
                    </triggeringPolicy>
                    <encoder><pattern>%%date %%level %%logger{0} %%msg%%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="file"/></root>
                </configuration>
                """.formatted(directory, LOG);
    }
}
