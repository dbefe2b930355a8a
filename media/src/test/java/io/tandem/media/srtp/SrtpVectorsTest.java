package io.tandem.media.srtp;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published vectors: RFC 3711 appendix B, RFC 6188 §7, RFC 7714 §16 and §17, and two packets that libsrtp's own test has. */
class SrtpVectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String GALLIA = "8040f17b8041f8d35501a0b2"
            + "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private static final String MARS = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
            + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    private static final String KEY_256 = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String QUID_PRO_QUO = "517569642070726f2071756f";
    private static final int MARS_SSRC = 0x4d617273;
    private static final int MARS_INDEX = 0x5d4;

    @ParameterizedTest
    @CsvSource({
            // RFC 3711 appendix B.3
            "AES_CM_128_HMAC_SHA1_80, e1f97a0d3e018be0d64fa32c06de4139, 0ec675ad498afeebb6960b3aabe6,"
                    + "c61e7a93744f39ee10734afe3ff7a087, 30cbbc08863d8c85d49db34a9ae1,"
                    + "cebe321f6ff7716b6fd4ab49af256a156d38baa4",
            // RFC 6188 §7.2
            "AES_256_CM_HMAC_SHA1_80, f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6,"
                    + "3b04803de51ee7c96423ab5b78d2,"
                    + "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4, fa31791685ca444a9e07c6c64e93,"
                    + "fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"})
    void sessionKeysComeFromTheMasterKey(SrtpSuite suite, String key, String salt, String cipher, String cipherSalt,
            String auth) {
        SessionKeys keys = SessionKeys.rtp(MasterKey.of(suite, bytes(key + salt)));
        assertThat(HEX.formatHex(keys.cipherKey())).isEqualTo(cipher);
        assertThat(HEX.formatHex(keys.salt())).isEqualTo(cipherSalt);
        assertThat(HEX.formatHex(keys.authKey())).isEqualTo(auth);
    }

    /** RFC 3711 appendix B.2: 0xff02 blocks, of which a packet has the first ones. */
    @Test
    void theKeyStreamIsThatOfTheAppendix() {
        SessionKeys keys = new SessionKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, bytes("2b7e151628aed2a6abf7158809cf4f3c"),
                new byte[20], bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfd"));
        SrtpScratch scratch = new SrtpScratch();
        new CounterModeCipher(keys).sealRtp(scratch, 0, 48, 0, 0);
        assertThat(HEX.formatHex(scratch.packet, 0, 48)).isEqualTo("e03ead0935c95e80e166b16dd92b4eb4"
                + "d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0");
    }

    @ParameterizedTest
    @Tag("TSP-141")
    @Tag("F-61")
    @CsvSource({
            "AES_CM_128_HMAC_SHA1_80, e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6,"
                    + "4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
            "AES_256_CM_HMAC_SHA1_80, f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b63b04803de51ee7c96423ab5b78d2,"
                    + "f1d9de17ff251ff1aa007774b0b4b40da08d9d9a5b3a55d8873b"})
    void aPacketOfLibsrtpsTestIsSealedAndOpened(SrtpSuite suite, String key, String sealed) {
        String header = "800f1234decafbadcafebabe";
        String plain = header + "abababababababababababababababab";
        MasterKey master = MasterKey.of(suite, bytes(key));
        ByteBuffer packet = Packets.of(bytes(plain));
        assertThat(new SrtpSender(master, new SrtpScratch()).protectRtp(packet)).isEqualTo(Verdict.GENUINE);
        assertThat(Packets.hex(packet)).isEqualTo(header + sealed);
        assertThat(new SrtpReceiver(master, new SrtpScratch()).openRtp(packet)).isEqualTo(Verdict.GENUINE);
        assertThat(Packets.hex(packet)).isEqualTo(plain);
    }

    /** Its index is 1: the cipher is asked, since a sender begins with 0 (RFC 3711 §3.4 leaves it open). */
    @Test
    void anSrtcpPacketOfLibsrtpsTestIsSealedAndOpened() {
        MasterKey master = MasterKey.of(SrtpSuite.AES_CM_128_HMAC_SHA1_80,
                bytes("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6"));
        String plain = "81c8000bcafebabeabababababababababababababababab";
        String sealed = "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798";
        SrtpScratch scratch = holding(plain);
        int end = PacketCipher.of(SessionKeys.rtcp(master)).sealRtcp(scratch, plain.length() / 2, 0xcafebabe, 1);
        assertThat(HEX.formatHex(scratch.packet, 0, end)).isEqualTo(sealed);
        ByteBuffer packet = Packets.of(bytes(sealed));
        assertThat(new SrtpReceiver(master, new SrtpScratch()).openRtcp(packet)).isEqualTo(Verdict.GENUINE);
        assertThat(Packets.hex(packet)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
            "AEAD_AES_128_GCM, f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                    + "899d7f27beb16a9152cf765ee4390cce",
            "AEAD_AES_256_GCM, 32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
                    + "7aa3db36dfffd6b0f9bb7878d7a76c13"})
    void rfc7714Section16(SrtpSuite suite, String sealed) {
        PacketCipher cipher = gcm(suite);
        SrtpScratch scratch = holding(GALLIA);
        int plainEnd = GALLIA.length() / 2;
        int end = cipher.sealRtp(scratch, 12, plainEnd, 0x5501a0b2, 0xf17b);
        assertThat(HEX.formatHex(scratch.packet, 12, end)).isEqualTo(sealed);
        assertThat(cipher.openRtp(scratch, 12, end, 0x5501a0b2, 0xf17b)).isEqualTo(plainEnd);
        assertThat(HEX.formatHex(scratch.packet, 0, plainEnd)).isEqualTo(GALLIA);
    }

    @ParameterizedTest
    @CsvSource({
            "AEAD_AES_128_GCM, 63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
                    + "c84aa45896cf4d2fc5abf87245d9eade800005d4",
            "AEAD_AES_256_GCM, d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad"
                    + "1d1eb30c4446839f57ff6f6cb26ac3be800005d4"})
    void rfc7714Section17(SrtpSuite suite, String sealed) {
        PacketCipher cipher = gcm(suite);
        SrtpScratch scratch = holding(MARS);
        int plainEnd = MARS.length() / 2;
        int end = cipher.sealRtcp(scratch, plainEnd, MARS_SSRC, MARS_INDEX);
        assertThat(HEX.formatHex(scratch.packet, 8, end)).isEqualTo(sealed);
        assertThat(cipher.openRtcp(scratch, end - 4, MARS_SSRC, 0x8000_0000 | MARS_INDEX)).isEqualTo(plainEnd);
        assertThat(HEX.formatHex(scratch.packet, 0, plainEnd)).isEqualTo(MARS);
    }

    /** RFC 7714 §17.3: tagged, not encrypted. */
    @Test
    void rfc7714Section17TagOnly() {
        SrtpScratch scratch = holding(MARS + "841dd9683dd78ec92ae58790125f62b3");
        int tagEnd = MARS.length() / 2 + 16;
        assertThat(gcm(SrtpSuite.AEAD_AES_128_GCM).openRtcp(scratch, tagEnd, MARS_SSRC, MARS_INDEX))
                .isEqualTo(tagEnd - 16);
        assertThat(HEX.formatHex(scratch.packet, 0, tagEnd - 16)).isEqualTo(MARS);
    }

    private static PacketCipher gcm(SrtpSuite suite) {
        byte[] key = Arrays.copyOf(bytes(KEY_256), suite.keyBytes());
        return PacketCipher.of(new SessionKeys(suite, key, new byte[0], bytes(QUID_PRO_QUO)));
    }

    private static SrtpScratch holding(String hex) {
        SrtpScratch scratch = new SrtpScratch();
        byte[] packet = bytes(hex);
        System.arraycopy(packet, 0, scratch.packet, 0, packet.length);
        return scratch;
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }
}
