package io.tandem.cluster.boot;

import io.tandem.call.actor.Seal;
import io.tandem.cluster.boot.config.TandemConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The keys that those of media are sealed with in the journal: the operator's file, or one of the data directory's own. */
final class SealKeys {
    private static final String OWN_FILE = "media.seal";

    private SealKeys() {}

    /** @throws StartFailure where the file cannot be read, or is no list of keys */
    static Seal open(TandemConfig config) throws StartFailure {
        if (config.media().sealFile().isPresent()) {
            return read(config.media().sealFile().get());
        }
        Path own = config.dataDirectory().resolve(OWN_FILE);
        if (!config.secured() && !Files.exists(own)) {
            return Seal.NONE;
        }
        if (!Files.exists(own)) {
            make(own);
        }
        return read(own);
    }

    private static void make(Path own) throws StartFailure {
        byte[] key = new byte[Seal.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Files.createFile(own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(own, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new StartFailure("the key for the journal cannot be written to " + own + ": " + refused, refused);
        }
    }

    private static Seal read(Path file) throws StartFailure {
        List<byte[]> keys = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    keys.add(Base64.getDecoder().decode(line.strip()));
                }
            }
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("it has no line");
            }
            return Seal.of(keys);
        } catch (IOException unreadable) {
            throw new StartFailure("tandem.media.seal-file: " + file + " cannot be read: " + unreadable, unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure("tandem.media.seal-file: " + file + " is no list of keys (" + wrong.getMessage()
                    + "); right would be lines of 32 octets in base64, the newest first, as openssl rand -base64 32 writes them",
                    wrong);
        }
    }
}
