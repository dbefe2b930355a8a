package io.tandem.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("TSP-141")
class CryptoTest {
    private static final String KEY = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";

    private static Crypto read(String value) {
        return Crypto.of(new Line('a', "crypto:" + value)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^31",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1048576",
            "1  AES_CM_128_HMAC_SHA1_80 INLINE:" + KEY + " WSH=64 -FUTURE=1"})
    void aKeyIsReadWhateverItsLifetime(String value) {
        assertThat(read(value)).isEqualTo(new Crypto(1, "AES_CM_128_HMAC_SHA1_80", KEY, 0));
    }

    @Test
    void anIdentifierIsTolerated() {
        assertThat(read("2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:1").mkiBytes()).isEqualTo(1);
        assertThat(read("2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4").mkiBytes()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "",
            "1 AES_CM_128_HMAC_SHA1_80",
            "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
            "1 AES_CM_128_HMAC_SHA1_80 " + KEY,
            "1 AES_CM_128_HMAC_SHA1_80 inline:no base64!",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:0",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:129",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4|more",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4;inline:" + KEY + "|2^20|2:4",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTP",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNAUTHENTICATED_SRTP",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=1",
            "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " FUTURE"})
    void aLineThatWeCannotHonourIsNone(String value) {
        assertThat(Crypto.of(new Line('a', "crypto:" + value))).isEmpty();
    }

    @Test
    @Tag("TSP-142")
    void oursSaysALifetime() {
        Crypto crypto = new Crypto(1, "AES_CM_128_HMAC_SHA1_80", KEY, 0);
        assertThat(crypto.line()).isEqualTo(new Line('a', "crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^31"));
    }

    @Test
    void theKeyIsNotShown() {
        assertThat(read("1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY).toString()).doesNotContain(KEY);
        assertThat(new Line('a', "crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY).toString())
                .isEqualTo("a=crypto:(hidden)");
    }
}
