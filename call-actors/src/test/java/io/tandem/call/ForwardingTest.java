package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that were forwarded before they came to us: who is told, in which header, and the circle (TSP-94 to TSP-97). */
class ForwardingTest {
    private static final String MPS_HISTORY = "History-Info: <sip:+441632960200@sip.pstnhub.microsoft.com;user=phone"
            + "?Reason=SIP%3Bcause%3D486%3Btext%3D%22Busy%2C%20really%22>;index=1,"
            + "<sip:+441632960000@sip.pstnhub.microsoft.com;user=phone;cause=486>;index=1.1";

    @Test
    @Tag("TSP-94")
    void historyReachesTheCoreInItsOrderAndNamesNoNetworkButOurs() {
        assertThat(toCore(Forwarding.PASSED, MPS_HISTORY).headers().all(HeaderName.HISTORY_INFO)).containsExactly(
                "<sip:+441632960200@192.0.2.1;user=phone?Reason=SIP%3Bcause%3D486%3Btext%3D%22Busy%2C%20really%22>;index=1",
                "<sip:+441632960000@192.0.2.1;user=phone;cause=486>;index=1.1");
    }

    /** As Microsoft's examples have it: the embedded header's own marks bare. */
    @Test
    @Tag("TSP-94")
    void whatShouldHaveBeenEscapedIsEscapedAndReadTheSameWay() {
        String bare = "History-Info: <sip:+441632960200@h;user=phone?Reason=SIP;cause=302;text=\"Moved, far\">;index=1, "
                + "<sip:+441632960000@h>;index=1.1";

        assertThat(toCore(Forwarding.HISTORY_INFO, bare).headers().all(HeaderName.HISTORY_INFO)).first()
                .asString()
                .isEqualTo(
                        "<sip:+441632960200@192.0.2.1;user=phone?Reason=SIP%3Bcause%3D302%3Btext%3D%22Moved%2C%20far%22>"
                                + ";index=1");
        assertThat(toCore(Forwarding.DIVERSION, bare).headers().all(HeaderName.DIVERSION)).containsExactly(
                "<sip:+441632960200@192.0.2.1;user=phone>;reason=unconditional;counter=1");
    }

    @ParameterizedTest
    @CsvSource({"302, unconditional", "486, user-busy", "408, no-answer", "480, deflection", "503, unavailable",
            "404, unknown", "499, unknown"})
    @Tag("TSP-96")
    void historyBecomesDiversionForACoreThatReadsThat(int cause, String reason) {
        String history = "History-Info: <sip:+441632960201@h?Privacy=history&Reason=SIP%3Bcause%3D302>;index=1,"
                + "<sip:+441632960202@h?Reason=SIP%3Bcause%3D" + cause + ">;index=1.1,"
                + "<sip:+441632960000@h>;index=1.1.1";
        SipRequest sent = toCore(Forwarding.DIVERSION, history);

        assertThat(sent.headers().all(HeaderName.DIVERSION)).as("the latest first")
                .containsExactly(
                        "<sip:+441632960202@192.0.2.1;user=phone>;reason=" + reason + ";counter=1",
                        "<sip:+441632960201@192.0.2.1;user=phone>;reason=unconditional;counter=1;privacy=full");
        assertThat(sent.headers().contains(HeaderName.HISTORY_INFO)).isFalse();
    }

    @Test
    @Tag("TSP-96")
    void diversionBecomesHistoryForMicrosoft() {
        SipRequest sent = toMicrosoft(Forwarding.HISTORY_INFO,
                "Diversion: <tel:+441632960202>;reason=no-answer;counter=1,"
                        + "\"Reception\" <sip:+441632960201@core.example>;reason=user-busy;privacy=full");

        assertThat(sent.headers().all(HeaderName.HISTORY_INFO)).containsExactly(
                "<sip:+441632960201@192.0.2.1;user=phone?Reason=SIP%3Bcause%3D486&Privacy=history>;index=1",
                "<sip:+441632960202@192.0.2.1;user=phone;cause=486?Reason=SIP%3Bcause%3D408>;index=1.1",
                "<sip:+441632960000@192.0.2.1;user=phone;cause=408>;index=1.1.1");
        assertThat(sent.headers().contains(HeaderName.DIVERSION)).isFalse();
    }

    /** Both ways: what was made of diversions gives the same diversions again. */
    @Test
    @Tag("TSP-96")
    void oneMadeOfTheOtherAndBackIsTheSame() {
        String diversions = "<sip:+441632960202@192.0.2.1;user=phone>;reason=no-answer;counter=1, "
                + "<sip:+441632960201@192.0.2.1;user=phone>;reason=user-busy;counter=1;privacy=full";
        List<String> history = toMicrosoft(Forwarding.HISTORY_INFO, "Diversion: " + diversions).headers()
                .all(HeaderName.HISTORY_INFO);

        assertThat(toCore(Forwarding.DIVERSION, "History-Info: " + String.join(",", history)).headers()
                .all(HeaderName.DIVERSION)).containsExactly(diversions.split(", "));
    }

    @Test
    @Tag("TSP-95")
    @Tag("TSP-96")
    void aTrunkThatIsToldNothingIsToldNothing() {
        SipRequest toMicrosoft = toMicrosoft(Forwarding.NONE, "Diversion: <tel:+441632960202>;reason=no-answer");
        SipRequest toCore = toCore(Forwarding.NONE, MPS_HISTORY);

        assertThat(List.of(toMicrosoft, toCore)).allSatisfy(sent -> {
            assertThat(sent.headers().contains(HeaderName.DIVERSION)).isFalse();
            assertThat(sent.headers().contains(HeaderName.HISTORY_INFO)).isFalse();
        });
    }

    @Test
    @Tag("TSP-92")
    void aHistoryThatIsWithheldGoesToNoTrunkThatIsNotTrusted() {
        PeerGroup untrusted = MicrosoftHeadersTest.with(CallOnPaper.CORE, new TrunkProfile(Proprietary.DEFAULT,
                new Identity(false, false, true), Forwarding.PASSED, Optional.empty()));
        CallOnPaper call = new CallOnPaper(untrusted, CallOnPaper.TEAMS).on(MicrosoftHeadersTest.invite("teams",
                MPS_HISTORY + "\r\nPrivacy: history"));

        assertThat(call.sentInvite().request().headers().contains(HeaderName.HISTORY_INFO)).isFalse();
    }

    /** Teams forwarded B to C; the core forwards C to B, and the call comes back with what we told it. */
    @Test
    @Tag("TSP-95")
    void aCallThatComesBackToANumberItWasAtIsRefused() {
        List<String> told = toCore(Forwarding.PASSED, MPS_HISTORY).headers().all(HeaderName.HISTORY_INFO);
        CallOnPaper back = new CallOnPaper().on(calling("+441632960200", "History-Info: " + String.join(",", told)
                + ",<sip:+441632960200@192.0.2.1>;index=1.1.1"));

        assertThat(back.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(482);
        assertThat(back.hasInvited()).isFalse();
    }

    /** The core tells where it sends the call itself, also after a first try at another node of ours. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <sip:+441632960000@192.0.2.1>;index=1
            <sip:+441632960000@192.0.2.1?Reason=SIP%3Bcause%3D503>;index=1,<sip:+441632960000@192.0.2.1>;index=2
            <sip:+441632960200@core.example>;index=1,<sip:+441632960000@192.0.2.1>;index=1.1
            <sip:+441632960000@core.example>;index=1,<sip:+441632960200@core.example>;index=1.1
            rubbish,<sip:@>;index=x
            """)
    @Tag("TSP-95")
    void noOtherHistoryIsTakenForALoop(String history) {
        CallOnPaper call = new CallOnPaper().on(calling("+441632960000", "History-Info: " + history));

        assertThat(call.hasInvited()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Forwarding.class, names = {"PASSED", "NONE"})
    @Tag("TSP-97")
    void whyTeamsForwardedACallStandsInTheRequestUri(Forwarding form) {
        PeerGroup core = core(form);
        SipRequest invite = CallOnPaper.request("INVITE", "sip:+441632960000@192.0.2.1:5061;user=phone;cause=302",
                "<sip:+441632960111@teams.example>;tag=caller", "<sip:+441632960000@192.0.2.1>", 1, CallOnPaper.OFFER);
        CallOnPaper call = new CallOnPaper(core, CallOnPaper.TEAMS).on(new CallInput.InviteReceived(
                CallOnPaper.INVITE_TX, invite, CallOnPaper.MPS_FLOW, "teams", "mps-1"));

        assertThat(call.sentInvite().request().requestUri().text()).isEqualTo(
                "sip:+441632960000@127.0.0.1:5070;user=phone" + (form == Forwarding.NONE ? "" : ";cause=302"));
    }

    @Test
    @Tag("TSP-94")
    void aLongHistoryLosesItsOldestPart() {
        StringBuilder history = new StringBuilder("History-Info: ");
        for (int i = 0; i < 30; i++) {
            history.append(i == 0 ? "" : ",").append("<sip:+4416329602").append(10 + i).append("@h>;index=").append(i);
        }

        assertThat(toCore(Forwarding.PASSED, history.toString()).headers().all(HeaderName.HISTORY_INFO)).hasSize(20)
                .last()
                .asString()
                .contains("index=29");
    }

    private static SipRequest toCore(Forwarding form, String header) {
        return new CallOnPaper(core(form), CallOnPaper.TEAMS).on(MicrosoftHeadersTest.invite("teams", header))
                .sentInvite()
                .request();
    }

    private static SipRequest toMicrosoft(Forwarding form, String header) {
        PeerGroup teams = MicrosoftHeadersTest.with(CallOnPaper.TEAMS, new TrunkProfile(Proprietary.DEFAULT,
                Identity.DEFAULT, form, Optional.empty()));
        return new CallOnPaper(CallOnPaper.CORE, teams).on(MicrosoftHeadersTest.invite("core", header))
                .sentInvite()
                .request();
    }

    private static PeerGroup core(Forwarding form) {
        return MicrosoftHeadersTest.with(CallOnPaper.CORE, new TrunkProfile(Proprietary.DEFAULT, Identity.DEFAULT, form,
                Optional.empty()));
    }

    private static CallInput.InviteReceived calling(String called, String header) {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:" + called + "@192.0.2.1:5060",
                "<sip:+441632960111@core.example>;tag=caller\r\n" + header, "<sip:" + called + "@192.0.2.1>", 1,
                CallOnPaper.OFFER);
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.CORE_FLOW, "core", "core-1");
    }
}
