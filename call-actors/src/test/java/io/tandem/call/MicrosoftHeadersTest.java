package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft's own headers and the operator's own: what passes, what ends here, what is added (TSP-70 to TSP-75). */
class MicrosoftHeadersTest {
    private static final String TENANT = "5f1a0b1c-2d3e-4f50-8a9b-0c1d2e3f4a5b";
    private static final HeaderName CUSTOM = HeaderName.of("X-Operator-Content");

    @Test
    @Tag("TSP-71")
    @Tag("F-28")
    void theTenantReachesTheCoreUnlessItsTrunkSaysNo() {
        String said = "X-MS-TenantID: " + TENANT;
        assertThat(toCore(Proprietary.DEFAULT, said).headers().first(HeaderName.X_MS_TENANT_ID)).contains(TENANT);

        Proprietary silent = new Proprietary(Optional.empty(), false, Optional.empty(), Optional.empty(), Set.of(),
                Optional.empty());
        assertThat(toCore(silent, said).headers().contains(HeaderName.X_MS_TENANT_ID)).isFalse();
    }

    /** RFC 4904 §5: an originating trunk group stands in the Contact, with the context that makes it one. */
    @Test
    @Tag("TSP-71")
    @Tag("F-29")
    void theTenantIsCopiedIntoTgrpAndAHeaderOfChoice() {
        Proprietary copies = new Proprietary(Optional.empty(), true, Optional.of(HeaderName.of("X-Tenant")),
                Optional.of("teams.example.com"), Set.of(), Optional.empty());
        SipRequest invite = toCore(copies, "X-MS-TenantID: " + TENANT);

        assertThat(invite.headers().first(HeaderName.of("X-Tenant"))).contains(TENANT);
        assertThat(invite.headers().values(HeaderName.CONTACT)).containsExactly("<sip:" + CallOnPaper.ID.tag(1)
                + ";tgrp=" + TENANT + ";trunk-context=teams.example.com@192.0.2.1:5060>");
        assertThat(toCore(copies, "Subject: none").headers().first(HeaderName.CONTACT)).contains(
                "<sip:" + CallOnPaper.ID.tag(1) + "@192.0.2.1:5060>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x;y=z", "x@evil", ""})
    @Tag("F-29")
    void whatIsNoTrunkGroupIsNotMadeOne(String tenant) {
        Proprietary copies = new Proprietary(Optional.empty(), true, Optional.empty(),
                Optional.of("teams.example.com"), Set.of(), Optional.empty());

        assertThat(toCore(copies, "X-MS-TenantID: " + tenant).headers().first(HeaderName.CONTACT).orElseThrow())
                .doesNotContain("tgrp");
    }

    @Test
    @Tag("TSP-72")
    void theMobileHeaderCrossesTrunksOfTeamsPhoneMobileBothWays() {
        PeerGroup mobile = microsoft(Service.TEAMS_PHONE_MOBILE, Proprietary.DEFAULT);
        PeerGroup core = core(Service.TEAMS_PHONE_MOBILE, Proprietary.DEFAULT);
        CallOnPaper fromMicrosoft = new CallOnPaper(core, mobile).on(invite("teams", "X-MS-FMC: MO;x=1"));
        CallOnPaper fromCore = new CallOnPaper(core, mobile).on(invite("core", "X-MS-FMC: MT"));

        assertThat(fromMicrosoft.sentInvite().request().headers().all(HeaderName.X_MS_FMC)).containsExactly("MO;x=1");
        assertThat(fromCore.sentInvite().request().headers().all(HeaderName.X_MS_FMC)).containsExactly("MT");
    }

    /** F-51: whatever number it calls and whoever has it, it goes to the core. */
    @Test
    @Tag("TSP-72")
    void anInviteOfMicrosoftsThatBearsItNeverGoesBackThere() {
        CallOnPaper call = new CallOnPaper(core(Service.TEAMS_PHONE_MOBILE, Proprietary.DEFAULT),
                microsoft(Service.TEAMS_PHONE_MOBILE, Proprietary.DEFAULT));
        call.lookup = new Lookup.Held("+441632960000", "acme", Service.TEAMS_PHONE_MOBILE, Optional.empty());
        call.on(invite("teams", "X-MS-FMC: MO"));

        assertThat(call.invites()).extracting(sent -> sent.flow().listener()).containsExactly("core-udp");
    }

    @Test
    @Tag("TSP-72")
    @Tag("TSP-74")
    void andNoOtherTrunk() {
        CallOnPaper fromMicrosoft = new CallOnPaper().on(invite("teams", "X-MS-FMC: MO"));
        CallOnPaper fromCore = new CallOnPaper().on(invite("core", "X-MS-FMC: MT"));

        assertThat(fromMicrosoft.sentInvite().request().headers().contains(HeaderName.X_MS_FMC)).isFalse();
        assertThat(fromCore.sentInvite().request().headers().contains(HeaderName.X_MS_FMC)).isFalse();
        assertThat(notes(fromMicrosoft)).contains("not passed to the core: X-MS-FMC");
    }

    @Test
    @Tag("TSP-73")
    void whereItsUserIsIsToldInTheTimelineAndGoesNoFurther() {
        CallOnPaper call = new CallOnPaper().on(invite("teams", "X-MS-UserLocation: external\r\nX-MS-MediaPath: "
                + "sbc1.example.com,sbc2.example.com\r\nX-MS-UserSite: 12"));

        assertThat(notes(call)).contains("X-MS-UserLocation: external",
                "X-MS-MediaPath: sbc1.example.com,sbc2.example.com", "X-MS-UserSite: 12");
        assertThat(call.sentInvite().request().headers().namesWith("x-ms-")).isEmpty();
    }

    @Test
    @Tag("TSP-73")
    void inAReInviteToo() {
        CallOnPaper call = new CallOnPaper().talking().forget();
        SipRequest plain = call.fromCallee("INVITE", 7, CallOnPaper.ANSWER).request();
        call.on(new CallInput.RequestReceived(new io.tandem.sip.transaction.ServerTransactionId(1, 207),
                plain.toBuilder().add(HeaderName.X_MS_USER_LOCATION, "internal").build(), CallOnPaper.MPS_FLOW));

        assertThat(notes(call)).contains("X-MS-UserLocation: internal");
        assertThat(call.sent(SipMethod.INVITE, 0).getLast().request().headers().namesWith("x-ms-")).isEmpty();
    }

    @Test
    @Tag("TSP-74")
    void otherHeadersOfItsPassByAllowListOnly() {
        Proprietary passing = new Proprietary(Optional.empty(), true, Optional.empty(), Optional.empty(),
                Set.of(HeaderName.of("X-MS-Good")), Optional.empty());
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, microsoft(Service.OPERATOR_CONNECT, passing))
                .on(invite("teams", "x-ms-good: 1\r\nX-MS-Conversation: 2\r\nMS-Correlation: 3\r\nX-MS-SBC: V/P/1"));

        SipRequest sent = call.sentInvite().request();
        assertThat(sent.headers().all(HeaderName.of("X-MS-Good"))).containsExactly("1");
        assertThat(sent.headers().namesWith("x-ms-")).hasSize(1);
        assertThat(sent.headers().namesWith("ms-")).isEmpty();
        assertThat(notes(call)).contains("not passed to the core: X-MS-Conversation, MS-Correlation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "teams"})
    @Tag("TSP-74")
    void whatAnSbcSaysOfItselfIsRelayedNeitherWay(String from) {
        CallOnPaper call = new CallOnPaper().on(invite(from, "X-MS-SBC: V/P/1"));

        assertThat(call.sentInvite().request().headers().contains(HeaderName.X_MS_SBC)).isFalse();
        assertThat(notes(call)).noneMatch(note -> note.contains("X-MS-SBC"));
    }

    @Test
    @Tag("TSP-75")
    @Tag("F-30")
    @Tag("PRV-63")
    void aNumbersOwnHeaderIsAddedTowardsTheCoreAlone() {
        CallOnPaper toCore = calling("teams", Service.OPERATOR_CONNECT, Optional.of("gold"));
        assertThat(toCore.sentInvite().request().headers().all(CUSTOM)).as("the calling number's")
                .containsExactly(
                        "gold");

        CallOnPaper fromCore = calling("core", Service.OPERATOR_CONNECT, Optional.of("gold"));
        fromCore.calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER);
        assertThat(fromCore.sentInvite().request().headers().contains(CUSTOM)).as("to Microsoft").isFalse();
        assertThat(fromCore.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status)
                .containsExactly(180, 200);
        assertThat(fromCore.responses(CallOnPaper.INVITE_TX)).as("the called number's")
                .allSatisfy(response -> assertThat(response.headers().all(CUSTOM)).containsExactly("gold"));
        assertThat(((CallEvent.CallAnswered) fromCore.events.getFirst()).facts().provisioned().customSipHeader())
                .contains("gold");
    }

    @Test
    @Tag("TSP-75")
    @Tag("F-30")
    void aMobileNumberOrOneWithoutAValueHasNone() {
        assertThat(calling("teams", Service.TEAMS_PHONE_MOBILE, Optional.of("gold")).sentInvite()
                .request()
                .headers()
                .contains(CUSTOM)).isFalse();
        assertThat(calling("teams", Service.OPERATOR_CONNECT, Optional.empty()).sentInvite()
                .request()
                .headers()
                .contains(CUSTOM)).isFalse();
    }

    private static CallOnPaper calling(String from, Service service, Optional<String> value) {
        Proprietary custom = new Proprietary(Optional.empty(), true, Optional.empty(), Optional.empty(), Set.of(),
                Optional.of(CUSTOM));
        CallOnPaper call = new CallOnPaper(core(Service.OPERATOR_CONNECT, custom), CallOnPaper.TEAMS);
        call.lookup = new Lookup.Held("+441632960000", "acme", service, value);
        return call.on(invite(from, "Subject: x"));
    }

    private static SipRequest toCore(Proprietary core, String header) {
        return new CallOnPaper(core(Service.OPERATOR_CONNECT, core), CallOnPaper.TEAMS).on(invite("teams", header))
                .sentInvite()
                .request();
    }

    private static List<String> notes(CallOnPaper call) {
        return call.all(CallEffect.Note.class).stream().map(CallEffect.Note::what).toList();
    }

    /** @param headers rows to put into the INVITE */
    static CallInput.InviteReceived invite(String trunk, String headers) {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:+441632960000@192.0.2.1:5060",
                "<sip:+441632960111@peer.example>;tag=caller\r\n" + headers, "<sip:+441632960000@192.0.2.1>", 1,
                CallOnPaper.OFFER);
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite,
                trunk.equals("core") ? CallOnPaper.CORE_FLOW : CallOnPaper.MPS_FLOW, trunk,
                trunk.equals("core") ? "core-1" : "mps-1");
    }

    static PeerGroup core(Service service, Proprietary proprietary) {
        return with(CallOnPaper.CORE, Optional.of(service), Set.of(), new TrunkProfile(proprietary,
                TrunkProfile.Identity.DEFAULT, TrunkProfile.Forwarding.PASSED, Optional.empty()));
    }

    static PeerGroup microsoft(Service service, Proprietary proprietary) {
        return with(CallOnPaper.TEAMS, Optional.empty(), Set.of(service), new TrunkProfile(proprietary,
                TrunkProfile.Identity.DEFAULT, TrunkProfile.Forwarding.NONE, Optional.empty()));
    }

    static PeerGroup with(PeerGroup group, TrunkProfile profile) {
        return with(group, group.defaultService(), group.services(), profile);
    }

    static PeerGroup with(PeerGroup group, Optional<Service> defaultService, Set<Service> services,
            TrunkProfile profile) {
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), defaultService,
                services, group.allowedSources(), group.peers(), group.security(), group.rates(), group.numbers(),
                group.probing(), group.rules(), profile);
    }
}
