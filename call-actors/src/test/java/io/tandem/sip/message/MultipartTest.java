package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
    private static final ContentType MIXED = ContentType.parse("multipart/mixed;boundary=\"b 1\"").orElseThrow();
    private static final String TWO = """
            preamble
            --b 1
            Content-Type: application/sdp

            v=0
            --b 12 is not the boundary
            --b 1 \s

            plain

            --b 1--
            epilogue
            """;

    private static Multipart read(String body) {
        Multipart.Result result = Multipart.parse(MIXED, Wire.bytes(body));
        assertThat(result).isInstanceOf(Multipart.Result.Read.class);
        return ((Multipart.Result.Read) result).multipart();
    }

    @Test
    void readsThePartsWithTheirHeaders() {
        Multipart multipart = read(TWO);

        assertThat(multipart.parts()).extracting(part -> Wire.text(part.body()))
                .containsExactly(
                        "v=0\r\n--b 12 is not the boundary", "plain\r\n");
        assertThat(multipart.parts().get(1).contentType()).isEqualTo(Field.absent());
        assertThat(multipart.first("APPLICATION", "sdp")).contains(multipart.parts().getFirst());
    }

    @Test
    void isWrittenSoThatItReadsTheSame() {
        Multipart multipart = read(TWO);

        Multipart again = ((Multipart.Result.Read) Multipart.parse(multipart.contentType(),
                multipart.toBytes())).multipart();

        assertThat(again.parts()).extracting(Multipart.Part::headers)
                .isEqualTo(
                        List.of(multipart.parts().get(0).headers(), multipart.parts().get(1).headers()));
        assertThat(again.parts()).extracting(part -> Wire.text(part.body()))
                .isEqualTo(List.of(
                        "v=0\r\n--b 12 is not the boundary", "plain\r\n"));
    }

    @Test
    void anEmptyPartMayEndInItsBlankLine() {
        assertThat(read("--b 1\nContent-ID: <x>\n\n--b 1--").parts()).singleElement()
                .satisfies(
                        part -> assertThat(part.body()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no boundary", "--b 1\nA: b\n\nbody", "--b 1--", "--b 1\nnot a header\n\nx\n--b 1--",
            "--b 1\nA: b\n\nbody\n--b 2--"})
    void isUnreadableWhenNotClosedOrMalformed(String body) {
        assertThat(Multipart.parse(MIXED, Wire.bytes(body))).isInstanceOf(Multipart.Result.Unreadable.class);
    }

    @Test
    void partsAreBounded() {
        String parts = "--b 1\n\nx\n".repeat(Multipart.MAX_PARTS);

        assertThat(read(parts + "--b 1--").parts()).hasSize(Multipart.MAX_PARTS);
        assertThat(Multipart.parse(MIXED, Wire.bytes(parts + "--b 1\n\nx\n--b 1--"))).isInstanceOf(
                Multipart.Result.Unreadable.class);
        assertThat(Multipart.parse(ContentType.SDP, new byte[0])).isInstanceOf(Multipart.Result.Unreadable.class);
    }
}
