package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class StreamFramerTest {
    private final StreamFramer framer = new StreamFramer(ParseLimits.DEFAULT);

    private List<Frame> feed(String text) {
        return feed(Wire.bytes(text));
    }

    private List<Frame> feed(byte[] bytes) {
        List<Frame> frames = new ArrayList<>();
        Frame frame = framer.feed(bytes, 0, bytes.length);
        while (!(frame instanceof Frame.NeedMore)) {
            frames.add(frame);
            if (frame instanceof Frame.Broken) {
                break;
            }
            frame = framer.next();
        }
        return frames;
    }

    private static byte[] only(List<Frame> frames) {
        assertThat(frames).singleElement().isInstanceOf(Frame.Message.class);
        return ((Frame.Message) frames.getFirst()).bytes();
    }

    @Test
    void cutsSeveralMessagesFromOnePiece() {
        assertThat(feed(Samples.INVITE + "\n" + Samples.OK + Samples.INVITE)).hasSize(3)
                .allSatisfy(
                        frame -> assertThat(SipParser.parse(((Frame.Message) frame).bytes())).isInstanceOf(
                                ParseResult.Parsed.class));
        assertThat(framer.pending()).isZero();
    }

    @Test
    void putsAMessageTogetherFromSingleBytes() {
        byte[] invite = Wire.bytes(Samples.INVITE);
        List<Frame> frames = new ArrayList<>();
        for (byte b : invite) {
            frames.addAll(feed(new byte[]{b}));
        }

        assertThat(only(frames)).isEqualTo(invite);
    }

    @Test
    void aDoubleCrlfIsAPing() {
        assertThat(feed("\n\n")).containsExactly(new Frame.KeepAlive());
        assertThat(feed("\n")).isEmpty();
        assertThat(feed("\n")).containsExactly(new Frame.KeepAlive());
        assertThat(feed("\n\n" + Samples.OK)).hasSize(2);
    }

    @Test
    void contentLengthMayBeCompactOrFolded() {
        assertThat(only(feed(Samples.INVITE.replace("Content-Length: 155", "l :\n 155")))).hasSize(Wire.bytes(
                Samples.INVITE).length - "Content-Length:155".length() + "l :\r\n155".length());
    }

    @Test
    void withoutContentLengthThereIsNoBody() {
        assertThat(feed(Samples.OK.replace("Content-Length: 0\n", "") + Samples.OK)).hasSize(2);
    }

    /** §7.3.1: a line that begins with white space goes on with the header before it. */
    @Test
    void aLengthInAFoldedLineIsPartOfAnotherHeader() {
        String folded = Samples.OK.replace("Content-Length: 0\n", "Subject: a\n Content-Length: 9\n");

        assertThat(feed(folded + Samples.OK)).hasSize(2);
    }

    /** RFC 3261 §7.5; the second CRLF of two is a ping's (RFC 5626 §3.5.1). */
    @Test
    void lineEndsBeforeAMessageAreNoPartOfIt() {
        assertThat(only(feed("\n" + Samples.OK))).isEqualTo(Wire.bytes(Samples.OK));
        List<Frame> frames = feed("\n\n\n" + Samples.OK);
        assertThat(frames).hasSize(2).first().isEqualTo(new Frame.KeepAlive());
        assertThat(only(frames.subList(1, 2))).isEqualTo(Wire.bytes(Samples.OK));
    }

    /** §7: lines end with CRLF; a stream whose lines do not is another protocol's. */
    @Test
    void linesThatEndWithABareLineFeedAreNotSip() {
        byte[] bytes = Samples.OK.getBytes(StandardCharsets.UTF_8);

        assertThat(feed(bytes)).singleElement()
                .isInstanceOfSatisfying(Frame.Broken.class, broken -> assertThat(broken.problem()).isEqualTo(
                        Problem.NOT_SIP));
    }

    /** Two that agree cut the stream; the message is refused for them (RFC 4475 §3.3.9) and the stream goes on. */
    @Test
    void twoLengthsThatAgreeCutTheStream() {
        List<Frame> frames = feed(Samples.OK.replace("Length: 0", "Length: 0\nl: 0") + Samples.OK);

        assertThat(frames).hasSize(2);
        assertThat(Wire.malformed(SipParser.parse(((Frame.Message) frames.getFirst()).bytes())).problem()).isEqualTo(
                Problem.REPEATED_HEADER);
    }

    @Test
    void anHttpProbeIsKnownByItsFirstLine() {
        assertThat(feed("GET / HTTP/1.1\n")).singleElement().isInstanceOf(Frame.Broken.class);
        assertThat(framer.next()).isInstanceOf(Frame.Broken.class);
        assertThat(feed(Samples.OK)).singleElement().isInstanceOf(Frame.Broken.class);
    }

    @Test
    void aTlsHelloIsKnownByItsFirstByte() {
        assertThat(feed(new byte[]{0x16, 3, 1})).singleElement().isInstanceOf(Frame.Broken.class);
    }

    @Test
    void anUnreadableLengthBreaksTheStreamAndCanBeAnswered() {
        Frame.Broken broken = (Frame.Broken) feed(Samples.INVITE.replace(": 155", ": -1")).getFirst();

        assertThat(broken.problem()).isEqualTo(Problem.CONTENT_LENGTH);
        assertThat(SipResponse.to(broken.answerable().orElseThrow(), 400).build().callId()).isEqualTo(
                "a84b4c76e66710@192.0.2.10");
        assertThat(new StreamFramer(ParseLimits.DEFAULT).feed(Wire.bytes(Samples.INVITE.replace(": 155",
                ": 155\nl: 154")), 0, 700)).isInstanceOf(Frame.Broken.class);
    }

    @Test
    void anOversizeMessageBreaksTheStreamBeforeItsBodyCame() {
        Frame.Broken broken = (Frame.Broken) feed(Samples.INVITE.replace(": 155", ": 20000")).getFirst();

        assertThat(broken.problem()).isEqualTo(Problem.MESSAGE_TOO_LARGE);
        assertThat(broken.answerable()).isPresent();
    }

    @Test
    void anEndlessHeadBreaksTheStream() {
        List<Frame> frames = feed(Samples.INVITE.substring(0, 300));
        for (int i = 0; i < 12 && frames.isEmpty(); i++) {
            frames = feed("x".repeat(1000));
        }

        assertThat(frames).singleElement().isInstanceOf(Frame.Broken.class);
    }
}
