package io.tandem.ops.lab.tls;

import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A directory with the root of a new authority, the gateway's certificate and one for each peer. Keys are for their
 * owner alone; the root's key is not kept, so nobody can add to what was issued.
 *
 * @param peers names of the far ends, each in files of that name
 */
public record CertificateFolder(Path directory, List<String> peers) {
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final String GATEWAY = "gateway";

    /**
     * Makes and writes all of it.
     *
     * @param gateway names of the gateway, the first is its subject
     * @throws FileAlreadyExistsException when one of the files is there: nothing is written over
     */
    public static CertificateFolder write(Path directory, List<String> gateway, List<String> peers, Instant now,
            KeyAlgorithm keys) throws IOException {
        CertificateFolder folder = new CertificateFolder(Files.createDirectories(directory), List.copyOf(peers));
        LabAuthority authority = LabAuthority.create(now, keys, new SecureRandom());
        put(folder.roots(), authority.certificatePem(), "rw-r--r--");
        folder.put(GATEWAY, authority.issue(request(gateway, now, keys)));
        for (String peer : peers) {
            folder.put(peer, authority.issue(request(List.of(peer), now, keys)));
        }
        return folder;
    }

    private static Request request(List<String> names, Instant now, KeyAlgorithm keys) {
        return new Request(names.getFirst(), names, now.minus(BACKDATED), now.plus(LIFE),
                Set.of(Usage.SERVER_AUTH, Usage.CLIENT_AUTH), keys);
    }

    public Path roots() {
        return directory.resolve("roots.pem");
    }

    public Path gatewayCertificate() {
        return certificate(GATEWAY);
    }

    public Path gatewayKey() {
        return key(GATEWAY);
    }

    /** A peer's end of TLS towards a gateway of that name. */
    public TlsPeer peer(String name, String gatewayName) throws IOException {
        return TlsPeer.ofFiles(certificate(name), key(name), roots(), gatewayName);
    }

    public Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    private void put(String name, LabCertificate certificate) throws IOException {
        put(certificate(name), certificate.chainPem(), "rw-r--r--");
        put(key(name), certificate.privateKeyPem(), "rw-------");
    }

    /** The rights come with the file, not after it: a key is never readable for others. */
    private static void put(Path file, String text, String rights) throws IOException {
        FileStore store = Files.getFileStore(file.toAbsolutePath().getParent());
        if (store.supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } else {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        }
    }
}
