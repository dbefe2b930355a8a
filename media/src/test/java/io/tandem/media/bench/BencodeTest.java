package io.tandem.media.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BencodeTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keysAreWrittenInTheirOrderAndLengthsAreOctets() {
        assertThat(Bencode.write(Map.of("sdp", "é", "flags", List.of("a", 7L), "codec", Map.of()))).isEqualTo(
                bytes("d5:codecde5:flagsl1:ai7ee3:sdp2:ée"));
    }

    @Test
    void anAnswerIsReadBehindItsCookie() {
        assertThat(Bencode.read(bytes("12_3 d6:result2:ok3:sdp4:v=0\n4:tagsli-1eee"), 5)).isEqualTo(
                Map.of("result", "ok", "sdp", "v=0\n", "tags", List.of(-1L)));
    }

    @Test
    void whatIsCutOffIsNoValue() {
        for (String cut : List.of("", "d", "d3:abc", "5:abcd", "i12", "li1e", "x", "-1:", "ie")) {
            assertThatThrownBy(() -> Bencode.read(bytes(cut), 0)).as(cut).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
