package io.tandem.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    private static String masked(String text) {
        return new String(Secrets.masked(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', ignoreLeadingAndTrailingWhitespace = false, value = {
            "Authorization: Digest realm=\"x\", nonce=1>Authorization: Digest ********** *******",
            "Proxy-Authorization:Basic dXNlcjpw>Proxy-Authorization:Basic ********",
            "AUTHORIZATION \t: dXNlcjpw>AUTHORIZATION \t: ********",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3|2^20|1:4>"
                    + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:*************************",
            "a=crypto:1 F8 inline:abc;inline:def KDR=1>a=crypto:1 F8 inline:***;inline:*** KDR=1",
            "a=key-mgmt:mikey AQAFgM>a=key-mgmt:***** ******", "k=clear:x>k=*******"})
    void credentialsAndMediaKeysAreHiddenCharacterForCharacter(String line, String hidden) {
        String before = "Subject: Authorization: none\r\n";
        String after = "\r\nb=AS:64\r\nX: inline:kept\r\n";
        assertThat(masked(before + line + after)).isEqualTo(before + hidden + after)
                .hasSameSizeAs(before + line + after);
    }

    @Test
    void aFoldedHeaderIsHiddenToItsEndAndTheNextOneStays() {
        String out = masked("Authorization:\r\n Digest username=\"bob\",\r\n\tresponse=\"f00\"\r\nTo: <sip:bob@x>\r\n");
        assertThat(out).doesNotContain("f00").doesNotContain("username").endsWith("\r\nTo: <sip:bob@x>\r\n");
    }

    @Test
    void whatHasNoSecretIsTheSameArray() {
        byte[] wire = Seen.request("INVITE", "INVITE", "b", "a", "").getBytes(StandardCharsets.UTF_8);
        assertThat(Secrets.masked(wire)).isSameAs(wire);
    }

    @Test
    void bytesThatAreNoTextAreNoHidingPlace() {
        byte[] wire = "a=crypto:1 A inline:ab\u0085cd\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(Secrets.masked(wire), StandardCharsets.ISO_8859_1)).doesNotContain("cd");
    }

    @Test
    void aLongHeaderDoesNotOverflow() {
        String out = masked("Authorization: Digest " + "a=b,\r\n ".repeat(20_000) + "\r\nTo: x\r\n");
        assertThat(out).doesNotContain("a=b").endsWith("To: x\r\n");
    }
}
