package io.tandem.call;

import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.OFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.actor.CallEventSerializer;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Translation;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-63: the sides of a call share no codec, and only then is speech made of speech. */
@Tag("F-63")
@Tag("TSP-161")
class TranslatedCallTest {
    private static final String G722 = speaking(OFFER, "9 101", "a=rtpmap:9 G722/8000",
            "a=rtpmap:101 telephone-event/8000");
    private static final String PCMU = speaking(ANSWER, "0", "a=rtpmap:0 PCMU/8000");
    private static final String PCMA = speaking(ANSWER, "8 101", "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:101 telephone-event/8000");
    private static final Translation TO_PCMU = new Translation(Codec.PCMU, Codec.PCMA);
    private static final Translation TO_PCMA = new Translation(Codec.PCMA, Codec.G722);

    private static String speaking(String sdp, String formats, String... rtpmaps) {
        StringBuilder text = new StringBuilder();
        sdp.lines()
                .filter(line -> !line.startsWith("a=rtpmap") && !line.startsWith("a=fmtp"))
                .forEach(line -> text.append(
                        line.startsWith("m=") ? line.substring(0, line.indexOf("AVP ") + 4) + formats : line)
                        .append('\n'));
        for (String rtpmap : rtpmaps) {
            text.append(rtpmap).append('\n');
        }
        return text.toString();
    }

    private static PeerGroup teams(String... codecs) {
        return MicrosoftHeadersTest.with(CallOnPaper.TEAMS, new TrunkProfile(Proprietary.DEFAULT, Identity.DEFAULT,
                Forwarding.PASSED, Optional.empty(), Set.of(codecs), false));
    }

    private static CallOnPaper offering(String offer, String... codecs) {
        return new CallOnPaper(CallOnPaper.CORE, teams(codecs)).on(CallOnPaper.invite("+441632960000", offer));
    }

    private static String text(SipMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private static String offered(CallOnPaper call) {
        return text(call.sentInvite().request());
    }

    private static String answered(CallOnPaper call) {
        return text(call.responses(CallOnPaper.INVITE_TX).getLast());
    }

    private static List<Translation> last(CallOnPaper call, MediaEnd end) {
        return call.all(CallEffect.Describe.class)
                .stream()
                .map(CallEffect.Describe::order)
                .filter(order -> order.end() == end)
                .reduce((_, later) -> later)
                .map(DescribeRemote::translations)
                .orElseThrow();
    }

    private static CallMedia media(CallOnPaper call) {
        return ((CallState.Talking) call.state).media();
    }

    @Test
    void aTrunkThatSpeaksNothingOfAnOfferIsOfferedWhatItSpeaksInstead() {
        assertThat(offered(offering(OFFER, "G722"))).contains("m=audio 20002 RTP/AVP 9\r\n", "a=rtpmap:9 G722/8000\r\n")
                .doesNotContain("PCM");
    }

    @Test
    void whatNobodyCanMakeOfTheOfferIsNotAdded() {
        assertThat(offered(offering(speaking(OFFER, "96", "a=rtpmap:96 opus/48000/2"), "PCMA")))
                .contains("m=audio 20002 RTP/AVP 96\r\n")
                .doesNotContain("PCMA");
    }

    @Test
    void anOfferWithoutG711GetsItBehindItsOwnSpeechWhereNobodySaysWhatTheTrunkSpeaks() {
        assertThat(offered(offering(G722))).contains("m=audio 20002 RTP/AVP 9 8 0 101\r\n", "a=rtpmap:8 PCMA/8000\r\n",
                "a=rtpmap:0 PCMU/8000\r\n");
        assertThat(offered(offering(OFFER))).contains("m=audio 20002 RTP/AVP 8 0\r\n");
    }

    @Test
    void theCallerGoesOnInItsOwnSpeechAndTheCalledPartyInIts() {
        CallOnPaper call = offering(G722).calleeSays(200, PCMA);

        assertThat(answered(call)).contains("m=audio 20000 RTP/AVP 9 101\r\n", "a=rtpmap:9 G722/8000\r\n")
                .doesNotContain("PCMA");
        assertThat(last(call, MediaEnd.CALLEE)).containsExactly(TO_PCMA);
        assertThat(last(call, MediaEnd.CALLER)).isEmpty();
        assertThat(call.all(CallEffect.Note.class)).extracting(CallEffect.Note::what)
                .contains("speech is translated: G722 of the caller, PCMA of the called party");
    }

    @Test
    void nothingIsTranslatedWhereTheAnswerHasSomethingThatWasOffered() {
        CallOnPaper call = offering(G722).calleeSays(200,
                speaking(ANSWER, "8 9", "a=rtpmap:8 PCMA/8000", "a=rtpmap:9 G722/8000"));

        assertThat(answered(call)).contains("m=audio 20000 RTP/AVP 9\r\n").doesNotContain("PCMA");
        assertThat(last(call, MediaEnd.CALLEE)).isEmpty();
    }

    @Test
    void anAnswerThatNamesOneCodecByManyNumbersIsNoFault() {
        StringBuilder formats = new StringBuilder("8");
        List<String> rtpmaps = new ArrayList<>(List.of("a=rtpmap:8 PCMA/8000"));
        for (int payloadType = 96; payloadType < 120; payloadType++) {
            formats.append(' ').append(payloadType);
            rtpmaps.add("a=rtpmap:" + payloadType + " PCMA/8000");
        }
        CallOnPaper call = offering(G722).calleeSays(200,
                speaking(ANSWER, formats.toString(), rtpmaps.toArray(String[]::new)));

        assertThat(answered(call)).contains("m=audio 20000 RTP/AVP 9\r\n");
        assertThat(last(call, MediaEnd.CALLEE)).hasSize(Translation.MOST).startsWith(TO_PCMA);
    }

    @Test
    void earlyMediaIsTranslatedAsWell() {
        CallOnPaper call = offering(G722).calleeSays(183, PCMA);

        assertThat(answered(call)).contains("m=audio 20000 RTP/AVP 9 101\r\n");
        assertThat(last(call, MediaEnd.CALLEE)).containsExactly(TO_PCMA);
    }

    @Test
    void aProcessThatTakesTheCallOverTranslatesOn() throws NotSerializableException {
        CallOnPaper call = offering(speaking(OFFER, "8", "a=rtpmap:8 PCMA/8000"), "PCMU").calleeSays(200, PCMU);
        CallEventSerializer serializer = new CallEventSerializer();
        CallEvent stored = call.events.getLast();
        call.state = CallRules.apply((CallEvent) serializer.fromBinary(serializer.toBinary(stored),
                serializer.manifest(stored)));
        call.forget().on(new CallInput.Resumed()).on(new CallInput.MediaAnswered(call.media));

        assertThat(last(call, MediaEnd.CALLEE)).containsExactly(TO_PCMU);
    }

    @Test
    void theCallersReInviteIsOfferedAsTheFirstOneWas() {
        CallOnPaper call = talking();
        call.on(call.fromCaller("INVITE", 2, G722)).reinvited(1, 200, PCMA);

        assertThat(text(call.sent(SipMethod.INVITE, 1).getLast().request())).contains("RTP/AVP 9 8 0 101\r\n");
        assertThat(media(call).callee().orElseThrow().translations()).containsExactly(TO_PCMA);
    }

    @Test
    void theCalledPartysReInviteReachesTheCallerWithTheSpeechThatItSpeaks() {
        CallOnPaper call = talking();
        call.on(call.fromCallee("INVITE", 7, PCMA)).reinvited(0, 200, speaking(OFFER, "9", "a=rtpmap:9 G722/8000"));

        assertThat(text(call.sent(SipMethod.INVITE, 0).getLast().request())).contains("RTP/AVP 8 9 101\r\n");
        assertThat(media(call).caller().orElseThrow().translations())
                .containsExactly(new Translation(Codec.G722, Codec.PCMA));
        assertThat(media(call).callee().orElseThrow().translations()).isEmpty();
    }

    @Test
    void aTransfereeThatSpeaksSomethingElseThanItsNewPartyIsTranslated() {
        CallOnPaper call = offering(G722).calleeSays(200, speaking(ANSWER, "9", "a=rtpmap:9 G722/8000"));
        call.on(call.ack("")).on(BlindTransferTest.refer(BlindTransferTest.PSTN)).forget().targetSays(2, 200, PCMA);
        assertThat(text(call.sent(SipMethod.INVITE, 0).getFirst().request())).contains("RTP/AVP 8 9 101\r\n");

        call.reinvited(0, 200, speaking(OFFER, "9", "a=rtpmap:9 G722/8000"));
        assertThat(media(call).caller().orElseThrow().translations())
                .containsExactly(new Translation(Codec.G722, Codec.PCMA));
        assertThat(((CallState.Talking) call.state).due()).as("the new party need not hear of it").isEmpty();
    }

    @Test
    void aTransferThatMakesTranslationNeedlessEndsIt() {
        CallOnPaper call = talking().on(BlindTransferTest.refer(BlindTransferTest.PSTN))
                .forget()
                .targetSays(2, 200, speaking(ANSWER, "9", "a=rtpmap:9 G722/8000"));

        assertThat(last(call, MediaEnd.CALLEE)).isEmpty();
        assertThat(media(call).caller().orElseThrow().translations()).isEmpty();
    }

    private static CallOnPaper talking() {
        CallOnPaper call = offering(G722).calleeSays(200, PCMA);
        return call.on(call.ack("")).forget();
    }
}
