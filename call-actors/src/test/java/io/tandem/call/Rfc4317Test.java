package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The offers and answers of RFC 4317 as they pass the gateway, which carries one audio stream: of each description what
 * the other side reads of the sections. Other streams are refused in their places (RFC 3264 §6), so of 2.4 and 4.1 the
 * second stream, of 2.1 to 2.3, 2.5, 2.7, 2.8, 4.2 and 4.3 the video. Not here: 3.2 (hold with two streams) beyond 3.1, and
 * 5.3, which is 5.2 with the other side first.
 */
class Rfc4317Test {
    private final CallOnPaper call = new CallOnPaper();
    private int cseq = 1;

    /** A description with these sections: {@code audio 49170 0 8 97}, a direction behind it or not. */
    private static String sdp(String... sections) {
        return "v=0\no=alice 1 1 IN IP4 host.atlanta.example.com\ns=-\nc=IN IP4 10.0.0.9\nt=0 0\n" + Stream.of(sections)
                .map(Rfc4317Test::section)
                .collect(Collectors.joining());
    }

    private static String section(String text) {
        List<String> words = List.of(text.split(" "));
        boolean directed = words.getLast().matches("[a-z]+");
        List<String> formats = words.subList(2, words.size() - (directed ? 1 : 0));
        return "m=" + words.get(0) + " " + words.get(1) + " RTP/AVP " + String.join(" ", formats) + "\n"
                + formats.stream().map(Rfc4317Test::rtpmap).collect(Collectors.joining())
                + (directed ? "a=" + words.getLast() + "\n" : "");
    }

    private static String rtpmap(String format) {
        return "a=rtpmap:" + format + " " + switch (format) {
            case "0" -> "PCMU/8000";
            case "8" -> "PCMA/8000";
            case "31" -> "H261/90000";
            case "32" -> "MPV/90000";
            case "97" -> "iLBC/8000";
            case "99" -> "iLBC/8000";
            default -> "telephone-event/8000";
        } + "\n";
    }

    /** The sections of a description of ours: kind, whether it is there, formats, direction. */
    private static List<String> read(byte[] body) {
        return Stream.of(new String(body, StandardCharsets.UTF_8).split("(?m)^m="))
                .skip(1)
                .map(section -> section.replaceFirst("^(\\S+) 0 RTP/AVP", "$1 refused")
                        .replaceFirst("^(\\S+) \\d+ RTP/AVP", "$1"))
                .map(section -> section.lines().findFirst().orElse("") + section.lines()
                        .filter(line -> line.matches("a=(sendrecv|sendonly|recvonly|inactive)"))
                        .map(line -> " " + line.substring(2))
                        .collect(Collectors.joining()))
                .toList();
    }

    private List<String> offered(int leg) {
        return read(call.sent(SipMethod.INVITE, leg).getLast().request().body());
    }

    private List<String> answered() {
        ServerTransactionId transaction = cseq == 1 ? CallOnPaper.INVITE_TX : new ServerTransactionId(1, 100 + cseq);
        return read(call.responses(transaction).getLast().body());
    }

    private void offers(String... sections) {
        call.on(CallOnPaper.invite("+441632960000", sdp(sections)));
    }

    private void answers(String... sections) {
        call.calleeSays(200, sdp(sections)).on(call.ack(""));
    }

    private void offersAgain(String... sections) {
        call.on(call.fromCaller("INVITE", ++cseq, sections.length == 0 ? "" : sdp(sections)));
    }

    private void answersAgain(String... sections) {
        call.reinvited(1, 200, sdp(sections)).on(call.ack(cseq, ""));
    }

    @Test
    @DisplayName("2.1 Audio and Video 1")
    void oneCodecOfSeveralIsTakenAndTheVideoRefused() {
        offers("audio 49170 0 8 97", "video 51372 31 32");
        assertThat(offered(1)).containsExactly("audio 0 8 97 sendrecv", "video refused 31 32");
        answers("audio 49174 0", "video 0 31");
        assertThat(answered()).containsExactly("audio 0 sendrecv", "video refused 31 32");
    }

    @Test
    @DisplayName("2.2 Audio and Video 2, 2.3 Audio and Video 3")
    void severalCodecsAreTakenAndNarrowedToOneByASecondOffer() {
        offers("audio 49170 0 8 97", "video 51372 31 32");
        answers("audio 49172 0 8", "video 0 31");
        assertThat(answered().getFirst()).startsWith("audio 0 8");

        offersAgain("audio 51372 0", "video 0 31");
        assertThat(offered(1).getFirst()).startsWith("audio 0");
        answersAgain("audio 49172 0", "video 0 31");
        assertThat(answered()).first().asString().startsWith("audio 0").doesNotContain("8");
    }

    @Test
    @DisplayName("2.4 Two Audio Streams, 4.1 Second Audio Stream Added")
    void aSecondAudioStreamIsRefusedInItsPlace() {
        offers("audio 49170 0 8", "audio 51372 97 101 sendonly");
        assertThat(offered(1)).element(1).asString().startsWith("audio refused 97 101");
        answers("audio 49172 0", "audio 0 97 101");
        assertThat(answered()).hasSize(2).element(1).asString().startsWith("audio refused");
    }

    @Test
    @Tag("TSP-144")
    @DisplayName("2.6 Audio Only 1")
    void telephoneEventsAreAFormatOfTheStream() {
        offers("audio 49172 0 97 101");
        answers("audio 49170 0 101");

        assertThat(answered()).first().asString().startsWith("audio 0 101");
    }

    @Test
    @Tag("TSP-150")
    @DisplayName("3.1 Hold and Unhold 1")
    void heldBySendonlyAndTakenBackBySendrecv() {
        offers("audio 49170 0 97");
        answers("audio 49172 97");
        offersAgain("audio 49170 97 sendonly");
        assertThat(offered(1)).as("Microsoft is held by inactive").first().asString().endsWith("inactive");
        answersAgain("audio 49172 97 inactive");
        assertThat(answered()).first().asString().endsWith("inactive");

        offersAgain("audio 49170 97 sendrecv");
        assertThat(offered(1)).first().asString().endsWith("sendrecv");
        answersAgain("audio 49172 97 sendrecv");
        assertThat(answered()).first().asString().endsWith("sendrecv");
    }

    @Test
    @DisplayName("4.2 Audio, then Video Added, 4.3 Audio and Video, then Video Deleted")
    void videoThatComesLaterIsRefusedAndStaysInItsPlace() {
        offers("audio 49170 99");
        answers("audio 49172 99");
        offersAgain("audio 49170 99", "video 51372 31");
        assertThat(offered(1)).element(1).asString().startsWith("video refused");
        answersAgain("audio 49172 99", "video 0 31");
        assertThat(answered()).hasSize(2);

        offersAgain("audio 49170 99", "video 0 31");
        answersAgain("audio 49172 99", "video 0 31");
        assertThat(answered()).hasSize(2).element(1).asString().startsWith("video refused");
    }

    @Test
    @Tag("TSP-112")
    @DisplayName("5.1 No Media, then Audio Added")
    void aControllerThatOffersNoMediaIsRefused() { // one that asks for the offer is what DelayedOfferTest shows
        call.on(CallOnPaper.invite("+441632960000", sdp()));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(488);
    }

    @Test
    @Tag("TRAP-16")
    @DisplayName("5.2 Hold and Unhold 2")
    void aControllerHoldsByTheAnswerInItsAck() { // its INVITE asks for the offer
        offers("audio 49170 97");
        answers("audio 49172 97");
        offersAgain();
        assertThat(answered()).first().asString().endsWith("sendrecv");
        call.on(call.ack(cseq, sdp("audio 49170 97 inactive")));
        assertThat(offered(1)).first().asString().endsWith("inactive");
        call.reinvited(1, 200, sdp("audio 49172 97 inactive"));

        offersAgain();
        assertThat(answered()).first().asString().endsWith("sendrecv");
        call.on(call.ack(cseq, sdp("audio 49170 97 sendrecv")));
        assertThat(offered(1)).first().asString().endsWith("sendrecv");
    }
}
