package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.NotCanonical;
import io.tandem.port.TrunkNumbers.Reading;
import io.tandem.port.TrunkNumbers.Writing;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.tenant.number.Rules;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who calls, who says so, and who may hear it (TSP-90 to TSP-93). */
class IdentityTest {
    private static final String NUMBER = "<sip:+441632960111@peer.example>";
    private static final String ASSERTED = "P-Asserted-Identity: <sip:+441632960112@peer.example>";

    @Test
    @Tag("TSP-90")
    void theAssertedNumberOfACallFromMicrosoftDecidesAndElseItsFrom() {
        CallOnPaper asserted = new CallOnPaper().on(invite("teams", NUMBER, ASSERTED));
        CallOnPaper plain = new CallOnPaper().on(invite("teams", NUMBER, "Subject: none"));

        assertThat(asserted.all(CallEffect.FindNumber.class)).containsExactly(
                new CallEffect.FindNumber("+441632960112"));
        assertThat(plain.all(CallEffect.FindNumber.class)).containsExactly(new CallEffect.FindNumber("+441632960111"));
    }

    /** The caller of a call that is restricted is known all the same (NUM §9), and the core is told both. */
    @Test
    @Tag("TSP-90")
    void aRestrictedCallerOfMicrosoftsReachesTheCoreWithItsPrivacy() {
        CallOnPaper call = new CallOnPaper().on(invite("teams", "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
                ASSERTED + "\r\nPrivacy: id"));

        SipRequest sent = call.sentInvite().request();
        assertThat(call.all(CallEffect.FindNumber.class)).containsExactly(new CallEffect.FindNumber("+441632960112"));
        assertThat(sent.from().uri().text()).isEqualTo("sip:anonymous@anonymous.invalid");
        assertThat(asserted(sent)).containsExactly("<sip:+441632960112@192.0.2.1;user=phone>");
        assertThat(sent.headers().all(HeaderName.PRIVACY)).containsExactly("id");
    }

    @Test
    @Tag("TSP-91")
    void severalIdentitiesOfTheCoreReachMicrosoftAsNumbersOfOurs() {
        CallOnPaper call = new CallOnPaper().on(invite("core", NUMBER, "P-Asserted-Identity: <tel:+441632960112>, "
                + "\"Ward 3\" <sip:+441632960113@core.example:5070;transport=udp>\r\nP-Asserted-Identity: "
                + "<sip:alice@core.example>"));

        assertThat(asserted(call.sentInvite().request())).containsExactly("<sip:+441632960112@192.0.2.1;user=phone>",
                "\"Ward 3\" <sip:+441632960113@192.0.2.1;user=phone>");
    }

    @ParameterizedTest
    @CsvSource({"Remote-Party-ID, true, false, true", "Remote-Party-ID, false, true, false",
            "P-Preferred-Identity, false, true, true", "P-Preferred-Identity, true, false, false"})
    @Tag("TSP-91")
    void otherIdentitiesOfTheCoreAreReadByOption(HeaderName header, boolean remote, boolean preferred, boolean read) {
        Reading reading = new Reading(Reading.ANONYMOUS, false, remote, NotCanonical.BY_LENGTH);
        PeerGroup core = trunk(CallOnPaper.CORE, reading, new Identity(true, preferred, true));
        CallOnPaper call = new CallOnPaper(core, CallOnPaper.TEAMS).on(
                invite("core", NUMBER, header + ": <sip:+441632960112@core.example>"));

        assertThat(asserted(call.sentInvite().request())).hasSize(read ? 1 : 0);
        assertThat(((CallState.Inviting) call.state).facts().calling()).isEqualTo(
                read ? "+441632960112" : "+441632960111");
    }

    @Test
    @Tag("TSP-91")
    void whatTheTrunkAssertsComesFirst() {
        Reading reading = new Reading(Reading.ANONYMOUS, false, true, NotCanonical.BY_LENGTH);
        PeerGroup core = trunk(CallOnPaper.CORE, reading, new Identity(true, true, true));
        CallOnPaper call = new CallOnPaper(core, CallOnPaper.TEAMS).on(invite("core", NUMBER, ASSERTED
                + "\r\nRemote-Party-ID: <sip:+441632960113@h>\r\nP-Preferred-Identity: <sip:+441632960114@h>"));

        assertThat(asserted(call.sentInvite().request())).containsExactly("<sip:+441632960112@192.0.2.1;user=phone>");
    }

    @ParameterizedTest
    @CsvSource({"core, teams", "teams, core"})
    @Tag("TSP-92")
    void anIdentityThatIsWithheldIsNotToldToATrunkThatIsNotTrusted(String from, String to) {
        Identity untrusted = new Identity(false, false, true);
        PeerGroup core = trunk(CallOnPaper.CORE, Reading.DEFAULT, to.equals("core") ? untrusted : Identity.DEFAULT);
        PeerGroup teams = trunk(CallOnPaper.TEAMS, Reading.DEFAULT, to.equals("teams") ? untrusted : Identity.DEFAULT);
        SipRequest withheld = new CallOnPaper(core, teams).on(invite(from, NUMBER, ASSERTED + "\r\nPrivacy: id"))
                .sentInvite()
                .request();
        SipRequest open = new CallOnPaper(core, teams).on(invite(from, NUMBER, ASSERTED)).sentInvite().request();
        SipRequest trusted = new CallOnPaper().on(invite(from, NUMBER, ASSERTED + "\r\nPrivacy: id"))
                .sentInvite()
                .request();

        assertThat(asserted(withheld)).isEmpty();
        assertThat(asserted(open)).hasSize(1);
        assertThat(asserted(trusted)).hasSize(1);
    }

    @Test
    @Tag("TSP-92")
    void theWordOfATrunkThatIsNotTrustedIsNotPassedOn() {
        PeerGroup core = trunk(CallOnPaper.CORE, Reading.DEFAULT, new Identity(false, false, true));
        CallOnPaper call = new CallOnPaper(core, CallOnPaper.TEAMS).on(invite("core", NUMBER, ASSERTED));

        assertThat(asserted(call.sentInvite().request())).isEmpty();
        assertThat(((CallState.Inviting) call.state).facts().calling()).isEqualTo("+441632960111");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "user;id", "header", "ID;critical"})
    @Tag("TSP-93")
    void aCallerThatWithholdsItsNumberIsAnonymousToMicrosoftWithTheNumberAsserted(String privacy) {
        SipRequest sent = new CallOnPaper().on(invite("core", "\"Bob\" " + NUMBER, "Privacy: " + privacy))
                .sentInvite()
                .request();

        assertThat(sent.from().withoutTag().text()).isEqualTo("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
        assertThat(sent.headers().first(HeaderName.PRIVACY).orElseThrow()).containsIgnoringCase("id");
        assertThat(asserted(sent)).containsExactly("<sip:+441632960111@192.0.2.1;user=phone>");
    }

    @Test
    @Tag("TSP-93")
    void theSwitchKeepsTheNumberFromMicrosoft() {
        PeerGroup teams = trunk(CallOnPaper.TEAMS, Reading.DEFAULT, new Identity(true, false, false));
        for (String hidden : List.of(ASSERTED + "\r\nPrivacy: id", "Privacy: id")) {
            SipRequest sent = new CallOnPaper(CallOnPaper.CORE, teams).on(invite("core", NUMBER, hidden))
                    .sentInvite()
                    .request();
            assertThat(asserted(sent)).isEmpty();
            assertThat(sent.headers().all(HeaderName.PRIVACY)).containsExactly("id");
        }
        SipRequest open = new CallOnPaper(CallOnPaper.CORE, teams).on(invite("core", NUMBER, ASSERTED))
                .sentInvite()
                .request();
        assertThat(asserted(open)).hasSize(1);
    }

    @Test
    @Tag("TSP-93")
    void anAnonymousCallerAsksForPrivacyThoughTheCoreDidNotSaySo() {
        SipRequest sent = new CallOnPaper().on(invite("core", "<sip:anonymous@anonymous.invalid>", ASSERTED))
                .sentInvite()
                .request();

        assertThat(sent.headers().all(HeaderName.PRIVACY)).containsExactly("id");
        assertThat(asserted(sent)).containsExactly("<sip:+441632960112@192.0.2.1;user=phone>");
    }

    private static List<String> asserted(SipRequest sent) {
        return sent.headers().values(HeaderName.P_ASSERTED_IDENTITY);
    }

    private static PeerGroup trunk(PeerGroup like, Reading reading, Identity identity) {
        TrunkNumbers numbers = new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), reading,
                Writing.DEFAULT);
        Optional<Service> service = like.defaultService();
        return new PeerGroup(like.name(), like.side(), like.listeners(), like.transport(), service,
                service.isPresent() ? Set.of() : Set.of(Service.OPERATOR_CONNECT), like.allowedSources(), like.peers(),
                like.security(), like.rates(), numbers, like.probing(), like.rules(),
                new TrunkProfile(Proprietary.DEFAULT, identity, Forwarding.PASSED, Optional.empty()));
    }

    /** @param headers rows to put into the INVITE */
    private static CallInput.InviteReceived invite(String trunk, String from, String headers) {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:+441632960000@192.0.2.1:5060",
                from + ";tag=caller\r\n" + headers, "<sip:+441632960000@192.0.2.1>", 1, CallOnPaper.OFFER);
        boolean core = trunk.equals("core");
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite,
                core ? CallOnPaper.CORE_FLOW : CallOnPaper.MPS_FLOW, trunk, core ? "core-1" : "mps-1");
    }
}
