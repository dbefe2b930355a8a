package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker sends to make the parser work, remember or overflow. */
class HostileMessagesTest {
    private static final String HEAD = "OPTIONS sip:a@x SIP/2.0\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\n"
            + "From: <sip:a@x>;tag=1\nTo: <sip:a@x>\nCall-ID: c\nCSeq: 1 OPTIONS\nMax-Forwards: 70\n";

    @ParameterizedTest
    @ValueSource(strings = {"4294967296", "99999999999999999999", "-1", "+0", "0x0", "1 2", "", "10000"})
    void aContentLengthThatCannotBeRightIsRefused(String length) {
        ParseResult.Malformed refused = Wire.malformed(Wire.parse(HEAD + "Content-Length: " + length + "\n\n"));

        assertThat(refused.problem()).isEqualTo(Problem.CONTENT_LENGTH);
        assertThat(refused.answerable()).isPresent();
    }

    @Test
    void twoContentLengthsAreRefusedWhateverTheySay() {
        assertThat(Wire.malformed(Wire.parse(HEAD + "Content-Length: 0\nl: 0\n\n")).problem()).isEqualTo(
                Problem.REPEATED_HEADER);
    }

    @Test
    void aTenKilobyteViaListIsRefused() {
        String row = "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK";
        StringBuilder vias = new StringBuilder("Via: SIP/2.0/UDP a");
        while (vias.length() < 3_900) {
            vias.append(',').append(row).append(vias.length());
        }

        assertThat(Wire.malformed(Wire.parse(HEAD + vias + "\nContent-Length: 0\n\n")).problem()).isEqualTo(
                Problem.TOO_MANY_VIAS);
        assertThat(Wire.malformed(Wire.parse(HEAD + "Via: " + (row + ",").repeat(260) + row + "\n\n")).problem()).isIn(
                Problem.HEADER_VALUE_TOO_LONG, Problem.MESSAGE_TOO_LARGE);
    }

    @Test
    void rowsAreNotReadBeyondTheirNumberNorAMessageBeyondItsSize() {
        String bomb = ("X-" + "y".repeat(20) + ": " + "z".repeat(50) + "\n").repeat(128);

        assertThat(Wire.malformed(Wire.parse(HEAD + "A: b\n".repeat(123) + "\n")).problem()).isEqualTo(
                Problem.TOO_MANY_HEADERS);
        assertThat(Wire.malformed(Wire.parse(HEAD + bomb + "\n")).problem()).isEqualTo(Problem.TOO_MANY_HEADERS);
        assertThat(Wire.malformed(Wire.parse(HEAD + "X: " + "z".repeat(11_000) + "\n\n")).status()).isEqualTo(513);
    }

    @Test
    void aStreamIsHeldNoLongerThanOneMessageMayBe() {
        StreamFramer framer = new StreamFramer(ParseLimits.DEFAULT);
        byte[] start = Wire.bytes("OPTIONS sip:a@x SIP/2.0\n");
        Frame frame = framer.feed(start, 0, start.length);
        byte[] one = {'a'};
        int fed = start.length;
        while (frame instanceof Frame.NeedMore) {
            frame = framer.feed(one, 0, 1);
            fed++;
        }

        assertThat(((Frame.Broken) frame).problem()).isEqualTo(Problem.MESSAGE_TOO_LARGE);
        assertThat(fed).isEqualTo(ParseLimits.DEFAULT.messageBytes() + 1);
    }

    @Test
    void aLineEndInsideAMessageIsNoKeepAlive() {
        StreamFramer framer = new StreamFramer(ParseLimits.DEFAULT);
        byte[] start = Wire.bytes("OPTIONS sip:a@x SIP/2.0");
        framer.feed(start, 0, start.length);
        framer.feed(new byte[]{'\r', '\n'}, 0, 2);

        assertThat(framer.begun()).isTrue();
        assertThat(new StreamFramer(ParseLimits.DEFAULT).feed(new byte[]{'\r', '\n'}, 0, 2)).isInstanceOf(
                Frame.NeedMore.class);
    }
}
