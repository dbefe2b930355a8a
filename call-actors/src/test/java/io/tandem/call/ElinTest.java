package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkProfile;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Multipart;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** ELIN: a call for help goes as a call of the number that its place has, and a call to that number goes back to its caller. */
class ElinTest {
    private static final String ELIN = "+14257275678";
    private static final String CALLER = "+441632960111";
    private static final PeerGroup CORE = shown(CallOnPaper.CORE);

    private final CallOnPaper call = new CallOnPaper(CORE, CallOnPaper.TEAMS);

    @Test
    @Tag("F-146")
    @Tag("NUM-46")
    void theNumberOfItsPlaceStandsInTheSteadOfTheCallersWithNothingElseOfIt() {
        call.on(help("<ca:ELIN>+1 425-727-5678</ca:ELIN>", "Privacy: id\r\n"));

        SipRequest invite = call.sentInvite().request();
        assertThat(invite.from().withoutTag().text()).isEqualTo("<sip:" + ELIN + "@192.0.2.1;user=phone>");
        assertThat(invite.headers().values(HeaderName.P_ASSERTED_IDENTITY)).containsExactly(
                "<sip:" + ELIN + "@192.0.2.1;user=phone>");
        assertThat(invite.headers().contains(HeaderName.PRIVACY)).isFalse();
        assertThat(invite.requestUri().text()).isEqualTo("sip:911@127.0.0.1:5070");
        assertThat(facts().calling()).as("the record keeps who it was").isEqualTo(CALLER);
        assertThat(facts().elin()).contains(ELIN);
    }

    @Test
    @Tag("F-141")
    @Tag("F-146")
    void itsLocationPassesAsItCame() {
        call.on(help("<ca:ELIN>" + ELIN + "</ca:ELIN>", ""));

        SipRequest invite = call.sentInvite().request();
        Multipart sent = ((Multipart.Result.Read) Multipart.parse(invite.contentType().orElse(null),
                invite.body())).multipart();
        assertThat(new String(sent.first("application", "pidf+xml").orElseThrow().body(), StandardCharsets.UTF_8))
                .isEqualTo(location("<ca:ELIN>" + ELIN + "</ca:ELIN>"));
    }

    @Test
    @Tag("F-146")
    void theTrunksOwnFormsAndRulesAreThoseOfAnyNumber() {
        call.on(help("<ca:ELIN>4257275678;" + ELIN + "</ca:ELIN>", ""));

        assertThat(facts().elin()).as("without a country it is no number in E.164").contains(ELIN);
    }

    @Test
    @Tag("F-146")
    void aLocationWithoutOneLeavesTheCallerAsItIs() {
        call.on(help("<ca:NAM>Contoso 1</ca:NAM>", ""));

        assertThat(call.sentInvite().request().from().uri().text()).contains(CALLER);
        assertThat(facts().elin()).isEmpty();
        assertThat(call.all(CallEffect.KeepCallBack.class)).isEmpty();
        assertThat(notes()).anyMatch(note -> note.startsWith("the location names no number of a place"));
    }

    @Test
    @Tag("F-146")
    void aTrunkThatIsNotToldOfPlacesIsShownTheCaller() {
        CallOnPaper plain = new CallOnPaper();
        plain.on(help("<ca:ELIN>" + ELIN + "</ca:ELIN>", ""));

        assertThat(plain.sentInvite().request().from().uri().text()).contains(CALLER);
        assertThat(plain.all(CallEffect.KeepCallBack.class)).isEmpty();
    }

    @Test
    @Tag("F-143")
    @Tag("F-146")
    void theCoreIsShownThePlaceWhereTheEmergencyRoutingServiceWasShownTheCaller() {
        CallOnPaper esrp = new CallOnPaper(EmergencyFallbackTest.ESRP, CORE, CallOnPaper.TEAMS);
        esrp.on(help("<ca:ELIN>" + ELIN + "</ca:ELIN>", ""));
        assertThat(esrp.sentInvite().request().from().uri().text()).contains(CALLER);

        esrp.targetSays(1, 503, "");

        assertThat(esrp.invites().getLast().request().from().uri().text()).contains(ELIN);
    }

    @Test
    @Tag("NUM-46")
    void theTimeToCallBackBeginsWithTheCallAndOnceMoreWithItsEnd() {
        CallEffect keep = new CallEffect.KeepCallBack(ELIN, CALLER);
        call.on(help("<ca:ELIN>" + ELIN + "</ca:ELIN>", ""));
        assertThat(call.all(CallEffect.KeepCallBack.class)).containsExactly((CallEffect.KeepCallBack) keep);

        call.forget().targetSays(1, 486, "");

        assertThat(call.all(CallEffect.KeepCallBack.class)).containsExactly((CallEffect.KeepCallBack) keep);
        assertThat(call.effects).endsWith(keep, new CallEffect.Finish());
    }

    @Test
    @Tag("NUM-46")
    void nobodyCanBeCalledBackWhoHasNoNumber() {
        call.on(help("<ca:ELIN>" + ELIN + "</ca:ELIN>", "", "sip:anonymous@anonymous.invalid"));

        assertThat(call.sentInvite().request().from().uri().text()).contains(ELIN);
        assertThat(call.all(CallEffect.KeepCallBack.class)).isEmpty();
    }

    @Test
    @Tag("NUM-46")
    void aCallBackReachesTheCallerByItsOwnService() {
        call.callBack = Optional.of(CALLER);
        call.lookup = new Lookup.Held(CALLER, "contoso", Service.OPERATOR_CONNECT, Optional.empty());
        call.on(CallOnPaper.invite(ELIN, CallOnPaper.OFFER));

        assertThat(call.all(CallEffect.FindNumber.class)).containsExactly(
                new CallEffect.FindNumber(ELIN, Optional.empty(), true));
        SipRequest invite = call.sentInvite().request();
        assertThat(invite.requestUri().text()).isEqualTo("sip:" + CALLER + "@127.0.0.1:5080;user=phone");
        assertThat(invite.to().uri().text()).contains(CALLER);
        assertThat(facts().account()).contains("contoso");
        assertThat(facts().called()).as("what was dialled").isEqualTo(ELIN);
        assertThat(notes()).anyMatch(note -> note.contains("call back") && !note.contains(CALLER));
    }

    @Test
    @Tag("NUM-46")
    void aNumberThatStandsForNobodyIsCalledItself() {
        call.on(CallOnPaper.invite(ELIN, CallOnPaper.OFFER));

        assertThat(call.sentInvite().request().requestUri().text()).contains(ELIN);
    }

    /** What an ordinary call asks for stays what it was where nobody is shown places, and on calls from Microsoft. */
    @Test
    @Tag("NUM-46")
    void nobodyIsAskedForACallBackThatCannotBe() {
        CallOnPaper plain = new CallOnPaper();
        plain.invited();
        assertThat(plain.all(CallEffect.FindNumber.class)).noneMatch(CallEffect.FindNumber::place);

        call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, CallOnPaper.request("INVITE",
                "sip:" + ELIN + "@192.0.2.1:5061", "<sip:" + CALLER + "@teams.example>;tag=caller",
                "<sip:" + ELIN + "@192.0.2.1>", 1, CallOnPaper.OFFER), CallOnPaper.MPS_FLOW, "teams", "mps-1"));
        assertThat(call.all(CallEffect.FindNumber.class)).noneMatch(CallEffect.FindNumber::place);
        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(1);
    }

    private CallFacts facts() {
        return ((CallState.Inviting) call.state).facts();
    }

    private List<String> notes() {
        return call.all(CallEffect.Note.class).stream().map(CallEffect.Note::what).toList();
    }

    private static PeerGroup shown(PeerGroup core) {
        return CallOnPaper.timed(io.tandem.port.TrunkSessions.Timer.OFF, MicrosoftHeadersTest.with(core,
                new TrunkProfile(TrunkProfile.Proprietary.DEFAULT, TrunkProfile.Identity.DEFAULT,
                        TrunkProfile.Forwarding.PASSED, Optional.empty(), Set.of(), false, true)));
    }

    private static String location(String civic) {
        return "<?xml version=\"1.0\"?><presence><gp:location-info><ca:civicAddress><ca:A3>Redmond</ca:A3>" + civic
                + "</ca:civicAddress></gp:location-info></presence>";
    }

    private static CallInput.InviteReceived help(String civic, String headers) {
        return help(civic, headers, "sip:" + CALLER + "@teams.example");
    }

    private static CallInput.InviteReceived help(String civic, String headers, String from) {
        String body = "--b1\r\nContent-Type: application/sdp\r\n\r\n" + CallOnPaper.OFFER.replace("\n", "\r\n")
                + "\r\n--b1\r\nContent-Type: application/pidf+xml\r\nContent-ID: <here@teams>\r\n\r\n" + location(civic)
                + "\r\n--b1--\r\n";
        SipRequest invite = CallOnPaper.parsed("INVITE sip:911@192.0.2.1:5061 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bKhelp\r\nMax-Forwards: 70\r\n"
                + "From: \"Ann\" <" + from
                + ">;tag=caller\r\nTo: <sip:911@192.0.2.1:5061>\r\nCall-ID: help@10.0.0.9\r\n"
                + "CSeq: 1 INVITE\r\nContact: <sip:caller@10.0.0.9:5070>\r\nGeolocation: <cid:here@teams>\r\n" + headers
                + "Content-Type: multipart/mixed;boundary=b1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.MPS_FLOW, "teams", "mps-1");
    }
}
