package io.tandem.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndPointTest {
    private static final EndPoint END_POINT = new EndPoint(new OwnMedia(5, 1, "192.0.2.1", 4000),
            List.of(Codec.PCMU, Codec.PCMA, Codec.TELEPHONE_EVENT), Direction.SENDRECV, 20);
    private static final String OFFER = """
            v=0
            o=- 1 1 IN IP4 203.0.113.5
            s=-
            c=IN IP4 203.0.113.5
            t=0 0
            m=audio 5000 RTP/AVP 18 8 0 96
            a=rtpmap:96 telephone-event/8000
            a=fmtp:96 0-15
            DIRECTION
            m=image 5002 udptl t38
            """;

    private static EndPoint.Answer answer(String offer) {
        return END_POINT.answer(SdpTest.read(offer));
    }

    @Test
    void answersWithTheCommonCodecsInTheOfferersOrderAndNumbers() { // RFC 3264 §6.1
        assertThat(answer(OFFER.replace("DIRECTION", "a=sendrecv"))).isInstanceOfSatisfying(
                EndPoint.Answer.Agreed.class, agreed -> {
                    assertThat(agreed.codec()).isEqualTo(Codec.PCMA);
                    assertThat(agreed.answer().media()).extracting(MediaDescription::port).containsExactly(4000, 0);
                    assertThat(agreed.answer().media().getFirst().formats()).containsExactly("8", "0", "96");
                    assertThat(Sdp.write(agreed.answer())).contains("a=fmtp:96 0-15\r\n");
                });
    }

    @ParameterizedTest
    @CsvSource({"sendrecv,SENDRECV", "sendonly,RECVONLY", "recvonly,SENDONLY", "inactive,INACTIVE", "x-none,SENDRECV"})
    @Tag("TRAP-15")
    void answersEachDirectionWithWhatIsLeft(String offered, Direction answered) { // RFC 3264 §6.1, TRAP-15
        assertThat(answer(OFFER.replace("DIRECTION", "a=" + offered))).isInstanceOfSatisfying(
                EndPoint.Answer.Agreed.class, agreed -> assertThat(RemoteMedia.of(agreed.answer())).get()
                        .extracting(
                                RemoteMedia::direction)
                        .isEqualTo(answered));
    }

    @Test
    void refusesAnOfferWithoutACommonSpeechCodec() {
        assertThat(answer(OFFER.replace("DIRECTION", "a=sendrecv").replace("18 8 0 96", "18 96"))).isEqualTo(
                new EndPoint.Answer.NothingInCommon());
    }

    @Test
    void itsOwnOfferIsAnswered() {
        assertThat(END_POINT.answer(END_POINT.offer())).isInstanceOfSatisfying(EndPoint.Answer.Agreed.class,
                agreed -> assertThat(agreed.codec()).isEqualTo(Codec.PCMU));
    }
}
