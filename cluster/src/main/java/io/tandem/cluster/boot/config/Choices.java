package io.tandem.cluster.boot.config;

import io.tandem.cluster.edge.tls.TlsSettings;
import io.tandem.cluster.journal.cassandra.CassandraSettings;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.Service;
import io.tandem.sip.route.Transport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The words that a key with fixed choices takes, in the order in which they are told. */
final class Choices {
    static final Map<String, TandemConfig.Storage> STORAGE = new TreeMap<>(
            Map.of("embedded", TandemConfig.Storage.EMBEDDED, "cassandra", TandemConfig.Storage.CASSANDRA));
    static final Map<String, CassandraSettings.WhenAway> WHEN_AWAY = new TreeMap<>(
            Map.of("refuse", CassandraSettings.WhenAway.REFUSE, "carry-on", CassandraSettings.WhenAway.CARRY_ON));
    static final Map<String, String> CONSISTENCY = Map.of("LOCAL_QUORUM", "LOCAL_QUORUM", "QUORUM", "QUORUM",
            "LOCAL_ONE", "LOCAL_ONE", "ONE", "ONE");
    static final Map<String, Transport> LISTENER_TRANSPORT = words(Transport::name, true, Transport.UDP, Transport.TCP,
            Transport.TLS);
    static final Map<String, Transport> SIGNALING_PROTOCOL = words(Transport::name, false, Transport.UDP,
            Transport.TCP, Transport.TLS);
    static final Map<String, TlsSettings.ClientCertificate> CLIENT_CERTIFICATE = words(
            TlsSettings.ClientCertificate::name, true, TlsSettings.ClientCertificate.values());
    static final Map<String, TlsSettings.Version> TLS_VERSION = new TreeMap<>(
            Map.of("1.2", TlsSettings.Version.TLS_1_2, "1.3", TlsSettings.Version.TLS_1_3));
    static final Map<String, Boolean> YES_NO = new TreeMap<>(Map.of("true", true, "false", false));
    /** Whether media is protected. */
    static final Map<String, Boolean> MEDIA_PROTOCOL = new TreeMap<>(Map.of("RTP", false, "SRTP", true));
    static final Map<String, Side> SIDE = words(Side::name, true, Side.CORE, Side.MPS);
    static final Map<String, Service> SERVICE = words(Service::configName, false, Service.values());

    private Choices() {}

    @SafeVarargs
    private static <T> Map<String, T> words(Function<T, String> word, boolean lowerCase, T... values) {
        Map<String, T> words = new LinkedHashMap<>();
        for (T value : values) {
            String text = word.apply(value);
            words.put(lowerCase ? text.toLowerCase(java.util.Locale.ROOT) : text, value);
        }
        return Collections.unmodifiableMap(words);
    }
}
