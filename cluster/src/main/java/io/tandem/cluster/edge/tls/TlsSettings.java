package io.tandem.cluster.edge.tls;

import io.netty.handler.ssl.OpenSsl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the edge is told about TLS; checked before by whoever reads the configuration.
 *
 * @param identities certificates of ours
 * @param listeners the TLS listeners by name
 * @param groups the secured trunks by name
 * @param minimum oldest version that is spoken (TSP-20)
 * @param warnKeyUsage whether a certificate that may not be used by server and client both is worth a warning (TSP-25)
 * @param engine who does the cryptography
 * @param poll how often the files are looked at (TRAP-34)
 */
public record TlsSettings(List<Identity> identities, Map<String, ListenerTls> listeners, Map<String, GroupTls> groups,
        Version minimum, boolean warnKeyUsage, Engine engine, Duration poll) {
    public static final Duration POLL = Duration.ofSeconds(3);
    public static final TlsSettings NONE = new TlsSettings(List.of(), Map.of(), Map.of(), Version.TLS_1_2, true,
            Engine.JDK, POLL);

    /** @param certificate chain in PEM, ours first @param key PKCS#8 in PEM */
    public record Identity(String name, Path certificate, Path key) {}

    /**
     * @param identities names; the first serves whoever asks for no host name, or for an unknown one
     * @param trust roots in PEM
     */
    public record ListenerTls(List<String> identities, Path trust, ClientCertificate clientCertificate) {}

    /** How we speak when we open the connection. @param identity what we show @param trust roots in PEM */
    public record GroupTls(String identity, Path trust) {}

    /** What a listener wants to see of a peer. */
    public enum ClientCertificate {
        REQUIRE, REQUEST, NONE
    }

    /** A protocol version, oldest first; there is none below (TSP-20). */
    public enum Version {
        TLS_1_2(List.of("TLSv1.3", "TLSv1.2")), TLS_1_3(List.of("TLSv1.3"));

        private final List<String> andNewer;

        Version(List<String> andNewer) {
            this.andNewer = andNewer;
        }

        /** Names of this version and newer ones, as engines call them. */
        List<String> andNewer() {
            return andNewer;
        }
    }

    /** Who does the cryptography: BoringSSL needs a sixth of the JDK's CPU time for a handshake. */
    public enum Engine {
        BORINGSSL, JDK;

        /** The cheaper one that this machine has. */
        public static Engine best() {
            return OpenSsl.isAvailable() ? BORINGSSL : JDK;
        }
    }
}
