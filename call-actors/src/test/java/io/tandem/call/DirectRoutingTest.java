package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Direct Routing for many customers on one trunk: each has a name of its own (F-160 to F-164, NUM §9). */
class DirectRoutingTest {
    private static final String DOMAIN = "1r1.example.com";
    private static final Customer CONTOSO = new Customer("acme", "contoso", true);
    private static final Customer OPEN = new Customer("acme", "contoso", false);
    private static final HeaderName CUSTOM = HeaderName.of("X-Operator-Content");

    @Test
    @Tag("TSP-64")
    @Tag("F-160")
    @Tag("F-161")
    @Tag("PRV-61")
    void aCallToMicrosoftGoesByTheNameOfTheCustomerThatIsCalled() {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = held("acme");
        call.customer = Optional.of(CONTOSO);
        call.on(CallOnPaper.invite("+441632960000", CallOnPaper.OFFER)).calleeSays(200, CallOnPaper.ANSWER);
        call.on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER.replace("caller 1 1", "caller 1 2")));

        String contact = "<sip:" + CallOnPaper.ID.tag(1) + "@contoso.1r1.example.com:5061>";
        assertThat(call.sentInvite().request().headers().values(HeaderName.CONTACT)).containsExactly(contact);
        assertThat(call.sent(SipMethod.INVITE, 1).getLast().request().headers().values(HeaderName.CONTACT))
                .as("in its re-INVITE too")
                .containsExactly(contact);
    }

    @Test
    @Tag("PRV-60")
    @Tag("PRV-61")
    void anAccountWithoutASubDomainCannotBeCalledThere() {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = held("acme");
        call.on(CallOnPaper.invite("+441632960000", CallOnPaper.OFFER));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(503);
        assertThat(call.record().cause().reason()).contains("account acme has no sub-domain");
    }

    @Test
    @Tag("PRV-60")
    void aNumberOfNobodysIsNotRoutedThere() {
        CallOnPaper call = new CallOnPaper(MicrosoftHeadersTest.with(CallOnPaper.CORE,
                Optional.of(Service.DIRECT_ROUTING), Set.of(), TrunkProfile.DEFAULT), trunk(Service.DIRECT_ROUTING));
        call.on(CallOnPaper.invite("+441632960000", CallOnPaper.OFFER));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(404);
    }

    @Test
    @Tag("TSP-66")
    @Tag("TSP-67")
    @Tag("PRV-62")
    void aCallFromMicrosoftNamesItsCustomerAndIsAnsweredByThatName() {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = held("acme");
        call.customer = Optional.of(CONTOSO);
        call.on(invite("Contoso." + DOMAIN, "192.0.2.1", "")).calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER);

        assertThat(call.all(CallEffect.FindNumber.class)).containsExactly(
                new CallEffect.FindNumber("+441632960111", Optional.of("contoso")));
        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(180, 200);
        assertThat(call.responses(CallOnPaper.INVITE_TX)).allSatisfy(
                response -> assertThat(response.headers().values(HeaderName.CONTACT)).containsExactly(
                        "<sip:" + CallOnPaper.ID.tag(0) + "@contoso.1r1.example.com:5061>"));
        CallFacts facts = ((CallState.Talking) call.state).facts();
        assertThat(facts.account()).contains("acme");
        assertThat(facts.service()).contains(Service.DIRECT_ROUTING);
        assertThat(facts.provisioned().customer()).contains("contoso");
    }

    @Test
    @Tag("TSP-67")
    void whereTheRequestUriNamesNoneToDoes() {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = held("acme");
        call.customer = Optional.of(CONTOSO);
        call.on(invite("192.0.2.1", "contoso." + DOMAIN, ""));

        assertThat(call.hasInvited()).isTrue();
    }

    /** NUM §9: each row a situation and what becomes of the call; 0 for one that goes on. */
    @ParameterizedTest
    @CsvSource({"acme, DIRECT_ROUTING, true, 0", "acme, DIRECT_ROUTING, false, 0", "other, DIRECT_ROUTING, true, 403",
            "acme, OPERATOR_CONNECT, true, 403", "nobody, DIRECT_ROUTING, true, 403",
            "nobody, DIRECT_ROUTING, false, 0", "other, DIRECT_ROUTING, false, 0"})
    @Tag("F-164")
    @Tag("NUM-51")
    @Tag("PRV-62")
    void aCallerMustBeANumberOfTheCustomersUnlessThatScreensNone(String account, Service service, boolean screens,
            int refused) {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = account.equals("nobody")
                ? new Lookup.Unprovisioned("+441632960111")
                : new Lookup.Held("+441632960111", account, service, Optional.of("gold"));
        call.customer = Optional.of(screens ? CONTOSO : OPEN);
        call.on(invite("contoso." + DOMAIN, "192.0.2.1", ""));

        assertThat(call.hasInvited()).isEqualTo(refused == 0);
        if (refused != 0) {
            assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(refused);
            assertThat(call.record().cause().reason()).contains("the caller is no number of account acme");
            return;
        }
        boolean own = account.equals("acme");
        assertThat(call.sentInvite().request().headers().all(CUSTOM)).as("its own value, nobody else's")
                .hasSize(own ? 1 : 0);
        assertThat(((CallState.Inviting) call.state).facts().account()).contains("acme");
    }

    /** NUM §9: who hides is screened by what is asserted; who asserts nothing is nobody. */
    @ParameterizedTest
    @CsvSource({"true, 0", "false, 403"})
    @Tag("NUM-51")
    void anAnonymousCallerIsScreenedByItsAssertedNumber(boolean asserted, int refused) {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = asserted ? held("acme") : new Lookup.Unprovisioned("anonymous");
        call.customer = Optional.of(CONTOSO);
        call.on(invite("contoso." + DOMAIN, "192.0.2.1", "Privacy: id"
                + (asserted ? "\r\nP-Asserted-Identity: <sip:+441632960112@teams.example>" : "")));

        String number = call.all(CallEffect.FindNumber.class).getFirst().number();
        assertThat(number).isEqualTo(asserted ? "+441632960112" : "+441632960111");
        assertThat(call.hasInvited()).isEqualTo(refused == 0);
        if (refused == 0) {
            assertThat(call.sentInvite().request().headers().all(HeaderName.PRIVACY)).containsExactly("id");
        }
    }

    @ParameterizedTest
    @CsvSource({"nowhere.1r1.example.com, 403", "no_where-1.1r1.example.com, 403", "a.b.1r1.example.com, 403",
            "1r1.example.com, 403",
            "192.0.2.1, 403", "evil1r1.example.com, 403"})
    @Tag("TSP-67")
    @Tag("NUM-51")
    void aNameThatIsNoCustomersIsRefused(String host, int status) {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = held("acme");
        call.on(invite(host, "192.0.2.1", ""));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(status);
    }

    @Test
    @Tag("TSP-67")
    void onATrunkOfOtherServicesTooACallByNoCustomersNameIsTheirs() {
        CallOnPaper call = routing(Service.DIRECT_ROUTING, Service.OPERATOR_CONNECT);
        call.on(invite("192.0.2.1", "192.0.2.1", ""));

        assertThat(call.hasInvited()).isTrue();
    }

    @Test
    @Tag("NUM-51")
    void aDirectoryThatCannotTellRefusesForTheTimeBeing() {
        CallOnPaper call = routing(Service.DIRECT_ROUTING);
        call.lookup = new Lookup.Unavailable("+441632960111", "customers are not read yet");
        call.on(invite("contoso." + DOMAIN, "192.0.2.1", ""));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource(value = Service.class, names = {"DIRECT_ROUTING", "OPERATOR_CONNECT"})
    @Tag("F-150")
    void aCallForHelpIsScreenedByNobody(Service service) {
        CallOnPaper call = routing(service);
        SipRequest invite = CallOnPaper.request("INVITE", "sip:911@contoso.1r1.example.com",
                "<sip:+441632960111@teams.example>;tag=caller", "<sip:911@contoso.1r1.example.com>", 1,
                CallOnPaper.OFFER);
        call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.MPS_FLOW, "teams", "mps-1"));

        assertThat(call.hasInvited()).isTrue();
        assertThat(((CallState.Inviting) call.state).facts().decision()).contains("screening=skipped");
    }

    private static Lookup held(String account) {
        return new Lookup.Held("+441632960000", account, Service.DIRECT_ROUTING, Optional.of("gold"));
    }

    private static CallOnPaper routing(Service... services) {
        TrunkProfile core = new TrunkProfile(new Proprietary(Optional.empty(), true, Optional.empty(), Optional.empty(),
                Set.of(), Optional.of(CUSTOM)), Identity.DEFAULT, Forwarding.PASSED, Optional.empty());
        return new CallOnPaper(MicrosoftHeadersTest.with(CallOnPaper.CORE, core), trunk(services));
    }

    private static PeerGroup trunk(Service... services) {
        return MicrosoftHeadersTest.with(CallOnPaper.TEAMS, Optional.empty(), Set.of(services),
                new TrunkProfile(Proprietary.DEFAULT, Identity.DEFAULT, Forwarding.NONE, Optional.of(DOMAIN)));
    }

    private static CallInput.InviteReceived invite(String requestHost, String toHost, String headers) {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:+441632960000@" + requestHost + ";user=phone",
                "<sip:+441632960111@sip.pstnhub.microsoft.com>;tag=caller"
                        + (headers.isEmpty() ? "" : "\r\n" + headers),
                "<sip:+441632960000@" + toHost + ">", 1, CallOnPaper.OFFER);
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.MPS_FLOW, "teams", "mps-1");
    }
}
