package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.call.actor.Seal;
import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tandem.media.seal-file}, and the file that a node makes for itself. */
class SealKeysTest {
    @TempDir
    private Path folder;
    private String plain;

    @BeforeEach
    void writeConfiguration() throws IOException {
        plain = WarmUpPlan.onFreePorts(1, false).configuration();
    }

    private ConfigResult read(String further) {
        return ConfigFile.read("seal", plain + further, Optional.of(folder));
    }

    private TandemConfig config(String further) {
        return ((ConfigResult.Right) read(further)).config();
    }

    private void secured() {
        plain = plain.replaceFirst("media-protocol = RTP,\n( *)services", "media-protocol = SRTP,\n$1services");
        assertThat(plain).contains("media-protocol = SRTP");
    }

    @Test
    void aNodeWithoutSrtpMakesNoKey() throws StartFailure {
        assertThat(SealKeys.open(config(""))).isSameAs(Seal.NONE);
        assertThat(folder.resolve("media.seal")).doesNotExist();
    }

    @Test
    void oneWithSrtpMakesItsOwnOnceForItselfAlone() throws StartFailure, IOException {
        secured();
        TandemConfig config = config("");
        SealKeys.open(config);
        Path own = folder.resolve("media.seal");
        String key = Files.readString(own);
        assertThat(Base64.getDecoder().decode(key.strip())).hasSize(Seal.KEY_BYTES);
        assertThat(Files.getPosixFilePermissions(own)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        SealKeys.open(config);
        assertThat(Files.readString(own)).isEqualTo(key);
    }

    @Test
    void aFileThatIsNoListOfKeysIsSaidSo() throws IOException {
        Path file = folder.resolve("keys");
        String named = "\ntandem.media.seal-file = \"" + file + "\"\n";
        assertThatThrownBy(() -> SealKeys.open(config(named))).isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be read");
        for (String wrong : List.of("", "c2hvcnQ=\n", "no base64!\n")) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> SealKeys.open(config(named))).isInstanceOf(StartFailure.class)
                    .hasMessageContaining("lines of 32 octets in base64");
        }
    }

    @Test
    void aDatabaseThatAllShareWantsAKeyThatAllHave() {
        secured();
        ConfigResult wrong = read(
                "\ntandem.storage = cassandra\ntandem.cassandra.contact-points = [\"127.0.0.1:19042\"]\n");
        assertThat(((ConfigResult.Wrong) wrong).report()).contains("tandem.media.seal-file")
                .contains("openssl rand -base64 32");
    }
}
