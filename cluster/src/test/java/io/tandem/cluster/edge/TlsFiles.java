package io.tandem.cluster.edge;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Certificates of two authorities in a folder: one that is trusted, and one that nobody knows. */
public final class TlsFiles {
    private static final LabAuthority TRUSTED = LabAuthority.create(Instant.now());
    private static final LabAuthority STRANGE = LabAuthority.create(Instant.now());
    private final Path folder;

    private TlsFiles(Path folder) {
        this.folder = folder;
    }

    public static TlsFiles in(Path folder) {
        TlsFiles files = new TlsFiles(folder);
        files.write(files.roots(), TRUSTED.certificatePem());
        files.write(files.strangeRoots(), STRANGE.certificatePem());
        return files;
    }

    public Path roots() {
        return folder.resolve("roots.pem");
    }

    public Path strangeRoots() {
        return folder.resolve("strange-roots.pem");
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** A certificate of ours: RSA, as Microsoft wants it. */
    public void own(String name, String... hosts) {
        put(name, TRUSTED.issue(new Request(hosts[0], List.of(hosts), hoursFromNow(-1), hoursFromNow(24 * 90),
                Set.of(Usage.values()), KeyAlgorithm.RSA_2048)));
    }

    /** A peer's certificate. */
    public void peer(String name, String... hosts) {
        put(name, TRUSTED.issue(request(hoursFromNow(24), hosts)));
    }

    /** The same, for so long only. */
    void peer(String name, Instant until, String... hosts) {
        put(name, TRUSTED.issue(request(until, hosts)));
    }

    void expired(String name, String... hosts) {
        put(name, TRUSTED.issue(request(hoursFromNow(-1), hosts)));
    }

    void strange(String name, String... hosts) {
        put(name, STRANGE.issue(request(hoursFromNow(24), hosts)));
    }

    void withoutClientAuth(String name, String... hosts) {
        put(name, TRUSTED.issue(new Request(hosts[0], List.of(hosts), hoursFromNow(-2), hoursFromNow(24),
                Set.of(Usage.SERVER_AUTH))));
    }

    /** The common name alone, no alternative one. */
    void commonNameOnly(String name, String host) {
        put(name, TRUSTED.issue(new Request(host, List.of(), hoursFromNow(-2), hoursFromNow(24),
                Set.of(Usage.values()))));
    }

    private static Request request(Instant until, String... hosts) {
        return new Request(hosts[0], List.of(hosts), hoursFromNow(-48), until, Set.of(Usage.values()));
    }

    private void put(String name, LabCertificate issued) {
        write(key(name), issued.privateKeyPem());
        write(certificate(name), issued.chainPem());
    }

    /** What a peer needs to serve by that certificate; it wants ours to lead to those roots. */
    public SSLContext server(String name, Path trusted) {
        try {
            return ((JdkSslContext) SslContextBuilder.forServer(certificate(name).toFile(), key(name).toFile())
                    .sslProvider(SslProvider.JDK)
                    .clientAuth(ClientAuth.REQUIRE)
                    .trustManager(trusted.toFile())
                    .build()).context();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a peer needs to serve by that certificate, whatever ours is. */
    SSLContext server(String name) {
        try {
            return ((JdkSslContext) SslContextBuilder.forServer(certificate(name).toFile(), key(name).toFile())
                    .sslProvider(SslProvider.JDK)
                    .clientAuth(ClientAuth.REQUIRE)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build()).context();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a peer needs to connect by that certificate. */
    SSLContext client(String name) {
        try {
            return ((JdkSslContext) SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .keyManager(certificate(name).toFile(), key(name).toFile())
                    .trustManager(roots().toFile())
                    .endpointIdentificationAlgorithm(null)
                    .build()).context();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As renewals are done: written beside, moved into place. */
    void write(Path file, String text) {
        try {
            Path beside = Files.writeString(folder.resolve("new"), text);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant hoursFromNow(int hours) {
        return Instant.now().plus(Duration.ofHours(hours));
    }
}
