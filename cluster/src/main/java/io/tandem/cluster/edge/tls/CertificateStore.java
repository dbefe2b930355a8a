package io.tandem.cluster.edge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the certificate files held when they were last right. A file that has changed and cannot be used replaces
 * nothing (TRAP-34). Changed by one thread at a time.
 */
final class CertificateStore {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);

    /** How a file looks from outside: enough to see that it was written. */
    private record Stamp(long modifiedMillis, long bytes, Object key) {
        private static final Stamp ABSENT = new Stamp(0, -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(seen.lastModifiedTime().toMillis(), seen.size(), seen.fileKey());
            } catch (IOException gone) {
                return ABSENT;
            }
        }
    }

    private final TlsSettings settings;
    private final Map<String, OwnCertificate> identities = new ConcurrentHashMap<>();
    private final Map<Path, List<X509Certificate>> roots = new ConcurrentHashMap<>();
    private final Map<Path, Stamp> stamps = new HashMap<>();
    /** What was wrong with those that could not be used when they were last read. */
    private final Map<String, String> faults = new HashMap<>();

    private interface Reading {
        void run() throws UnusableFile;
    }

    private CertificateStore(TlsSettings settings) {
        this.settings = settings;
    }

    static CertificateStore open(TlsSettings settings, Instant now) throws UnusableFile {
        CertificateStore store = new CertificateStore(settings);
        store.files().forEach(file -> store.stamps.put(file, Stamp.of(file))); // first: a later write is then seen
        for (TlsSettings.Identity identity : settings.identities()) {
            store.identities.put(identity.name(), OwnCertificate.read(identity, now));
        }
        for (Path file : store.trustFiles()) {
            store.roots.put(file, OwnCertificate.roots(file));
        }
        return store;
    }

    OwnCertificate identity(String name) {
        return identities.get(name);
    }

    List<X509Certificate> roots(Path file) {
        return roots.get(file);
    }

    /** A certificate or trust file that had changed. @param taken whether it can be used, and is */
    record Renewal(String name, boolean taken) {}

    /**
     * Reads what has changed, and what could not be used when it was last read: its owner may mend that without writing
     * the file (its mode), and time does so where it is not valid yet. A fault that stays is told once.
     */
    List<Renewal> refresh(Instant now) {
        Set<Path> changed = changed();
        List<Renewal> renewals = new ArrayList<>();
        for (TlsSettings.Identity identity : settings.identities()) {
            boolean touched = changed.contains(identity.certificate()) || changed.contains(identity.key());
            read(identity.name(), "certificate " + identity.name(), touched, () -> {
                OwnCertificate read = OwnCertificate.read(identity, now);
                identities.put(identity.name(), read);
                LOG.info("certificate {} read anew, valid until {}", identity.name(), read.expiry());
            }).ifPresent(renewals::add);
        }
        for (Path file : trustFiles()) {
            read(file.getFileName().toString(), "roots " + file, changed.contains(file), () -> {
                roots.put(file, OwnCertificate.roots(file));
                LOG.info("roots {} read anew", file);
            }).ifPresent(renewals::add);
        }
        return renewals;
    }

    /** @param what it is, among all; empty when there is nothing new about it */
    private Optional<Renewal> read(String name, String what, boolean changed, Reading reading) {
        if (!changed && !faults.containsKey(what)) {
            return Optional.empty();
        }
        try {
            reading.run();
            faults.remove(what);
            return Optional.of(new Renewal(name, true));
        } catch (UnusableFile unusable) {
            String before = faults.put(what, unusable.getMessage());
            if (!changed && unusable.getMessage().equals(before)) {
                return Optional.empty();
            }
            LOG.warn("{} has changed and cannot be used, what it was stays: {}", what, unusable.getMessage());
            return Optional.of(new Renewal(name, false));
        }
    }

    private Set<Path> changed() {
        Set<Path> changed = new LinkedHashSet<>();
        for (Path file : files()) {
            Stamp now = Stamp.of(file);
            if (!now.equals(stamps.put(file, now))) {
                changed.add(file);
            }
        }
        return changed;
    }

    private Set<Path> files() {
        Set<Path> files = trustFiles();
        settings.identities().forEach(identity -> {
            files.add(identity.certificate());
            files.add(identity.key());
        });
        return files;
    }

    private Set<Path> trustFiles() {
        Set<Path> files = new LinkedHashSet<>();
        settings.listeners().values().forEach(listener -> files.add(listener.trust()));
        settings.groups().values().forEach(group -> files.add(group.trust()));
        return files;
    }
}
