package io.tandem.call;

import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.CORE;
import static io.tandem.call.CallOnPaper.OFFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.call.actor.CallEventSerializer;
import io.tandem.call.actor.Seal;
import io.tandem.media.sdp.Crypto;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.Protection;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls of which one side has SRTP: who is told which key, and what becomes of it. */
class SecuredCallTest {
    private static final PeerGroup TEAMS = MicrosoftHeadersTest.with(CallOnPaper.TEAMS,
            CallOnPaper.TEAMS.profile().secured(true));
    private static final String THEIR_KEY = key(7);
    private static final String SECURED_ANSWER = secured(ANSWER,
            line(1, "AES_CM_128_HMAC_SHA1_80", THEIR_KEY + "|2^31|1:1"));

    private static String key(int octet) {
        byte[] key = new byte[30];
        Arrays.fill(key, (byte) octet);
        return Base64.getEncoder().encodeToString(key);
    }

    private static String line(int tag, String suite, String key) {
        return "a=crypto:" + tag + " " + suite + " inline:" + key + "\n";
    }

    private static String secured(String sdp, String crypto) {
        return sdp.replace("RTP/AVP", "RTP/SAVP") + crypto;
    }

    private static CallOnPaper fromCore() {
        return new CallOnPaper(CORE, TEAMS).invited();
    }

    private static CallOnPaper fromTeams(String sdp) {
        CallOnPaper call = new CallOnPaper(CORE, TEAMS);
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", sdp);
        return call.on(new CallInput.InviteReceived(invite.transaction(), invite.invite(), CallOnPaper.MPS_FLOW,
                "teams", "mps-1"));
    }

    private static SessionDescription read(SipMessage message) {
        return ((SdpResult.Parsed) Sdp.parse(message.body())).description();
    }

    private static String text(SipMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private static SipResponse toCaller(CallOnPaper call) {
        return call.responses(CallOnPaper.INVITE_TX).getLast();
    }

    private static DescribeRemote last(CallOnPaper call, MediaEnd end) {
        return call.all(CallEffect.Describe.class)
                .stream()
                .map(CallEffect.Describe::order)
                .filter(order -> order.end() == end)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static CallEvent.CallAnswered answered(CallOnPaper call) {
        return call.events.stream()
                .filter(CallEvent.CallAnswered.class::isInstance)
                .map(CallEvent.CallAnswered.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("TSP-140")
    @Tag("TSP-141")
    @Tag("TSP-142")
    void aPlainOfferIsMadeToASecuredTrunkWithAKeyOfOurs() {
        CallOnPaper call = fromCore();

        assertThat(text(call.sentInvite().request())).contains("m=audio 20002 RTP/SAVP 8 0\r\n")
                .containsPattern("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:[A-Za-z0-9+/]{40}\\|2\\^31\r\n");
        assertThat(call.all(CallEffect.Protect.class)).extracting(effect -> effect.order().end())
                .containsExactly(MediaEnd.CALLEE);
    }

    @Test
    @Tag("TSP-141")
    void itsAnswerProtectsThatSideAndIsPlainToTheOther() {
        CallOnPaper call = fromCore();
        Crypto ours = read(call.sentInvite().request()).cryptos().getFirst();
        call.calleeSays(200, SECURED_ANSWER);

        Protection keys = last(call, MediaEnd.CALLEE).protection().orElseThrow();
        assertThat(keys.ours().base64()).isEqualTo(ours.key());
        assertThat(keys.peers().base64()).isEqualTo(THEIR_KEY);
        assertThat(keys.ours().suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        assertThat(keys.mkiBytes()).as("tolerated in answers").isEqualTo(1);
        assertThat(text(toCaller(call))).contains("m=audio 20000 RTP/AVP 8\r\n").doesNotContain("crypto");
        assertThat(last(call, MediaEnd.CALLER).secured()).isFalse();
    }

    @Test
    void anAnswerInThePlainIsNoAudioAndOpensNothing() {
        CallOnPaper call = fromCore();
        call.calleeSays(200, ANSWER);

        assertThat(call.all(CallEffect.Describe.class)).extracting(CallEffect.Describe::order)
                .filteredOn(order -> order.end() == MediaEnd.CALLEE)
                .allSatisfy(order -> assertThat(order.rtpPort()).isZero());
    }

    @Test
    @Tag("TSP-141")
    void ofSeveralKeysTheOneOfTheLongTagIsPickedByItsNumber() {
        CallOnPaper call = fromTeams(secured(OFFER, line(2, "AES_CM_128_HMAC_SHA1_32", key(3))
                + line(5, "AES_CM_128_HMAC_SHA1_80", key(4)) + line(6, "UNKNOWN", key(5))));
        call.calleeSays(200, ANSWER);

        Crypto ours = read(toCaller(call)).cryptos().getFirst();
        assertThat(ours.tag()).isEqualTo(5);
        assertThat(ours.suite()).isEqualTo("AES_CM_128_HMAC_SHA1_80");
        assertThat(ours.key()).isNotEqualTo(key(4));
        Protection keys = last(call, MediaEnd.CALLER).protection().orElseThrow();
        assertThat(keys.ours().base64()).isEqualTo(ours.key());
        assertThat(keys.peers().base64()).isEqualTo(key(4));
        assertThat(text(call.sentInvite().request())).contains("RTP/AVP").doesNotContain("crypto");
    }

    @Test
    void whatIsNotAsTheTrunkIsIsRefused() {
        assertThat(toCaller(fromTeams(OFFER)).status()).isEqualTo(488);
        assertThat(toCaller(fromTeams(secured(OFFER, line(1, "AES_CM_128_HMAC_SHA1_80", "c2hvcnQ=")))).status())
                .isEqualTo(488);
        CallOnPaper plain = new CallOnPaper();
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", SECURED_ANSWER);
        assertThat(toCaller(plain.on(invite)).status()).isEqualTo(488);
    }

    @Test
    @Tag("TRAP-50")
    @Tag("TRAP-51")
    void aNewOfferWithTheSameKeyChangesNoneAndOneWithAnotherChangesThatAlone() {
        CallOnPaper call = fromCore();
        String ours = read(call.sentInvite().request()).cryptos().getFirst().key();
        call.calleeSays(200, SECURED_ANSWER).on(call.ack(""));

        call.on(call.fromCallee("INVITE", 7, SECURED_ANSWER)).reinvited(0, 200, OFFER);
        Protection same = last(call, MediaEnd.CALLEE).protection().orElseThrow();
        assertThat(same.ours().base64()).isEqualTo(ours);
        assertThat(same.peers().base64()).isEqualTo(THEIR_KEY);

        CallOnPaper again = fromCore().calleeSays(200, SECURED_ANSWER);
        again.on(again.ack(""))
                .on(again.fromCallee("INVITE", 7, SECURED_ANSWER.replace(THEIR_KEY, key(9))))
                .reinvited(0, 200, OFFER);
        Protection newer = last(again, MediaEnd.CALLEE).protection().orElseThrow();
        assertThat(newer.ours().base64()).isEqualTo(ours);
        assertThat(newer.peers().base64()).isEqualTo(key(9));
    }

    @Test
    void keysAreSealedInTheJournalAndComeBackWithTheCall() throws Exception {
        CallOnPaper call = fromCore().calleeSays(200, SECURED_ANSWER);
        String ours = read(call.sentInvite().request()).cryptos().getFirst().key();
        CallEvent.CallAnswered event = answered(call);
        byte[] old = new byte[Seal.KEY_BYTES];
        CallEventSerializer then = new CallEventSerializer(Seal.of(List.of(old)));
        byte[] stored = then.toBinary(event);

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(ours).doesNotContain(THEIR_KEY);
        byte[] newer = old.clone();
        newer[0] = 1;
        assertThat(new CallEventSerializer(Seal.of(List.of(newer, old))).fromBinary(stored, then.manifest(event)))
                .as("the key has been changed since")
                .isEqualTo(event);
        assertThatThrownBy(
                () -> new CallEventSerializer(Seal.of(List.of(newer))).fromBinary(stored, then.manifest(event)))
                .hasMessageContaining("sealed with a key that this node has not");
    }

    @Test
    @Tag("TRAP-53")
    void aCallThatComesBackSearchesAsManyTurnsAsThereMayHaveBeen() {
        CallOnPaper call = fromCore().calleeSays(200, SECURED_ANSWER);
        CallState.Talking talking = (CallState.Talking) CallRules.apply(answered(call));
        Duration hour = Duration.ofHours(1);
        Decision resumed = CallRules.resume(call.env, talking, talking.answeredAt().plus(hour));

        DescribeRemote callee = resumed.effects()
                .stream()
                .filter(CallEffect.Describe.class::isInstance)
                .map(effect -> ((CallEffect.Describe) effect).order())
                .filter(order -> order.end() == MediaEnd.CALLEE)
                .findFirst()
                .orElseThrow();
        assertThat(callee.protection().orElseThrow().highestTurn())
                .isEqualTo((int) (hour.toMillis() / 10 / 65_536 + 1));
        assertThat(resumed.effects()).filteredOn(CallEffect.OpenMedia.class::isInstance)
                .allSatisfy(effect -> assertThat(((CallEffect.OpenMedia) effect).order().secured())
                        .containsExactly(MediaEnd.CALLEE));
    }

    @Test
    void keysAreNotShownWithTheStateOfTheCall() {
        CallOnPaper call = fromCore().calleeSays(200, SECURED_ANSWER);
        String ours = read(call.sentInvite().request()).cryptos().getFirst().key();
        assertThat(call.state.toString() + answered(call)).doesNotContain(ours).doesNotContain(THEIR_KEY);
    }

    @Test
    void keysAreNoBusinessOfTheRecord() throws Exception {
        CallOnPaper call = fromCore().calleeSays(200, SECURED_ANSWER);
        call.on(call.ack("")).on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1));
        CallEventSerializer without = new CallEventSerializer();

        CallEvent.CallEnded record = call.record();
        assertThat(new String(without.toBinary(record), StandardCharsets.ISO_8859_1)).doesNotContain(THEIR_KEY)
                .doesNotContain("inline:");
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }
}
