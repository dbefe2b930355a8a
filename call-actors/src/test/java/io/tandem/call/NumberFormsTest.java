package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.port.TrunkNumbers.NotCanonical;
import io.tandem.port.TrunkNumbers.Reading;
import io.tandem.port.TrunkNumbers.Writing;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.tenant.number.NumberForm;
import io.tandem.tenant.number.NumberPlan;
import io.tandem.tenant.number.NumberRule;
import io.tandem.tenant.number.PhoneNumber;
import io.tandem.tenant.number.RuleList;
import io.tandem.tenant.number.Rules;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers through a call: rules in, look-up, rules out, the other network's form (NUM-20 to NUM-34). */
class NumberFormsTest {
    private static final NumberPlan UK = new NumberPlan("44", "0", "00");
    private static final NumberRule NATIONAL = Rules.rule("national", "^0(\\d{9,10})$", "+44$1");

    @Test
    @Tag("F-32")
    @Tag("NUM-33")
    void aNationalNumberFromTheCoreReachesMicrosoftAsE164() {
        CallOnPaper call = new CallOnPaper(core(national(NumberForm.NATIONAL)), CallOnPaper.TEAMS);
        call.on(invite("core", "sip:02079460000@192.0.2.1;user=phone", "<sip:01632960111@core.example>"));

        SipRequest invite = call.sentInvite().request();
        assertThat(invite.requestUri().text()).isEqualTo("sip:+442079460000@127.0.0.1:5080;user=phone");
        assertThat(invite.to().uri().text()).isEqualTo("sip:+442079460000@127.0.0.1;user=phone");
        assertThat(invite.from().uri().text()).isEqualTo("sip:+441632960111@192.0.2.1;user=phone");
        assertThat(call.all(CallEffect.FindNumber.class)).containsExactly(new CallEffect.FindNumber("+442079460000"));
        assertThat(call.all(CallEffect.Note.class)).extracting(CallEffect.Note::what)
                .contains("list rule \"national\": ********000 -> **********000");
    }

    @ParameterizedTest
    @CsvSource({"E164PLUS, sip:+442079460000@127.0.0.1:5070;user=phone",
            "E164, sip:442079460000@127.0.0.1:5070;user=phone",
            "NATIONAL, sip:02079460000@127.0.0.1:5070;user=phone",
            "INTERNATIONAL, sip:00442079460000@127.0.0.1:5070;user=phone", "TEL, tel:+442079460000"})
    @Tag("NUM-21")
    void andOneFromMicrosoftReachesTheCoreInItsForm(NumberForm form, String requestUri) {
        CallOnPaper call = new CallOnPaper(core(national(form)), CallOnPaper.TEAMS);
        call.on(invite("teams", "sip:+442079460000@192.0.2.1;user=phone", "<sip:+12065550100@teams.example>"));

        SipRequest invite = call.sentInvite().request();
        assertThat(invite.requestUri().text()).isEqualTo(requestUri);
        assertThat(invite.from().uri().text()).as("this header keeps its own form")
                .isEqualTo(
                        "sip:+12065550100@192.0.2.1;user=phone");
    }

    @Test
    @Tag("NUM-33")
    @Tag("NUM-52")
    void outboundRulesComeLastAndAreWrittenAsTheyAre() {
        RuleList strip = new RuleList("outbound-called", List.of(Rules.rule("strip", "^\\+1(\\d{10})$", "$1")));
        TrunkNumbers numbers = new TrunkNumbers(Rules.list(), Rules.list(), strip, Rules.list(), Reading.DEFAULT,
                Writing.DEFAULT);
        CallOnPaper call = new CallOnPaper(core(numbers), CallOnPaper.TEAMS);
        call.on(invite("teams", "sip:+12065550100;ext=42;rn=+12065550000@192.0.2.1",
                "<sip:+441632960111@teams.example>"));

        assertThat(call.sentInvite().request().requestUri().text()).isEqualTo(
                "sip:2065550100;ext=42;npdi;rn=+12065550000@127.0.0.1:5070;user=phone");
    }

    @Test
    @Tag("NUM-52")
    void theRoutingNumberStaysOnOurSide() {
        CallOnPaper call = new CallOnPaper();
        call.on(invite("core", "sip:+441632960000;npdi;rn=+447700900000@h;user=phone", "<sip:+441632960111@h>"));

        assertThat(call.sentInvite().request().requestUri().text()).isEqualTo(
                "sip:+441632960000@127.0.0.1:5080;user=phone");
    }

    @ParameterizedTest
    @CsvSource({"ANONYMOUS, sip:alice@core.example, sip:anonymous@anonymous.invalid",
            "KEEP, sip:alice@core.example, sip:alice@192.0.2.1",
            "DEFAULT_NUMBER, sip:alice@core.example, sip:+441632960999@192.0.2.1;user=phone",
            "DEFAULT_NUMBER, sip:anonymous@core.example, sip:anonymous@anonymous.invalid",
            "DEFAULT_NUMBER, sip:0@core.example, sip:anonymous@anonymous.invalid",
            "DEFAULT_NUMBER, sip:anonymous@anonymous.invalid, sip:anonymous@anonymous.invalid"})
    @Tag("NUM-22")
    void aCallerWithoutANumberIsShownToMicrosoftByPolicy(CallerPolicy policy, String from, String shown) {
        Writing writing = new Writing(NumberPlan.DEFAULT, NumberForm.E164PLUS, NumberForm.E164PLUS, NumberForm.E164PLUS,
                NumberForm.E164PLUS, policy, PhoneNumber.parse("+441632960999"));
        Reading reading = new Reading(Set.of("", "anonymous", "0"), false, false, NotCanonical.BY_LENGTH);
        CallOnPaper call = new CallOnPaper(
                core(new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), reading,
                        Writing.DEFAULT)),
                with(CallOnPaper.TEAMS,
                        new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), reading, writing)));
        call.on(invite("core", "sip:+441632960000@h", "<" + from + ">"));

        assertThat(call.sentInvite().request().from().uri().text()).isEqualTo(shown);
    }

    /** NUM-22: counted by what was done, once a call though two peers are asked, and told in its timeline. */
    @ParameterizedTest
    @CsvSource({"ANONYMOUS, anonymous", "KEEP, keep", "DEFAULT_NUMBER, default-number"})
    @Tag("NUM-22")
    void aCallerWithoutANumberIsCounted(CallerPolicy policy, String done) {
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, with(CallOnPaper.TEAMS, callers(policy, Rules.list())));
        call.peers = 2;
        call.on(invite("core", "sip:+441632960000@h", "<sip:alice@core.example>")).targetIsSilent(1);

        assertThat(call.invites()).hasSize(2);
        assertThat(call.all(CallEffect.CallerWithoutNumber.class)).containsExactly(
                new CallEffect.CallerWithoutNumber("teams", policy));
        assertThat(call.all(CallEffect.Note.class)).extracting(CallEffect.Note::what)
                .containsOnlyOnce("caller without a number, to trunk teams: " + done);
    }

    /** NUM-12, NUM-22: who hides has a number, as a rule; the core may be told anything. */
    @ParameterizedTest
    @CsvSource({"core, sip:anonymous@anonymous.invalid", "core, sip:Restricted@core.example",
            "core, sip:+441632960111@core.example", "teams, sip:alice@teams.example"})
    @Tag("NUM-12")
    void noOtherCallerIsCounted(String trunk, String from) {
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, CallOnPaper.TEAMS);
        call.on(invite(trunk, "sip:+441632960000@h", "<" + from + ">"));

        assertThat(call.hasInvited()).isTrue();
        assertThat(call.all(CallEffect.CallerWithoutNumber.class)).isEmpty();
    }

    /** NUM-20, NUM-22: a rule of ours that takes the plus away is no way round the policy. */
    @ParameterizedTest
    @CsvSource({"ANONYMOUS, sip:anonymous@anonymous.invalid", "KEEP, sip:2960111@192.0.2.1;user=phone",
            "DEFAULT_NUMBER, sip:+441632960999@192.0.2.1;user=phone"})
    @Tag("NUM-20")
    @Tag("NUM-22")
    void whatARuleMakesOfACallerIsANumberForMicrosoftOrNone(CallerPolicy policy, String shown) {
        RuleList shorter = Rules.list(Rules.rule("short", "^\\+44163(\\d+)$", "$1"));
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, with(CallOnPaper.TEAMS, callers(policy, shorter)));
        call.on(invite("core", "sip:+441632960000@h", "<sip:+441632960111@core.example>"));

        assertThat(call.sentInvite().request().from().uri().text()).isEqualTo(shown);
        assertThat(call.all(CallEffect.CallerWithoutNumber.class)).extracting(CallEffect.CallerWithoutNumber::done)
                .containsExactly(policy);
    }

    /** NUM-12: however a caller hides, the call goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"sip:anonymous@core.example", "sip:ANONYMOUS@core.example", "sip:unavailable@core.example",
            "sip:restricted@core.example", "sip:unknown@core.example", "sip:core.example", "sip:Anonymous@[::1]"})
    @Tag("NUM-12")
    void aHiddenCallerIsNeverRefusedForItsForm(String from) {
        CallOnPaper call = new CallOnPaper();
        call.on(invite("core", "sip:+441632960000@h", "\"Anonymous\" <" + from + ">"));

        assertThat(call.sentInvite().request().from().uri().text()).isEqualTo("sip:anonymous@anonymous.invalid");
    }

    /** NUM-21: each header has a form of its own. */
    @Test
    @Tag("NUM-21")
    void eachHeaderIsWrittenInItsOwnForm() {
        TrunkNumbers numbers = new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), Reading.DEFAULT,
                new Writing(UK, NumberForm.NATIONAL, NumberForm.E164, NumberForm.INTERNATIONAL, NumberForm.TEL,
                        CallerPolicy.ANONYMOUS, Optional.empty()));
        CallOnPaper call = new CallOnPaper(core(numbers), CallOnPaper.TEAMS);
        call.on(invite("teams", "sip:+442079460000@192.0.2.1;user=phone",
                "<sip:+441632960111@teams.example>;tag=x\r\nP-Asserted-Identity: <sip:+441632960112@teams.example>"));

        SipRequest invite = call.sentInvite().request();
        assertThat(invite.requestUri().text()).isEqualTo("sip:02079460000@127.0.0.1:5070;user=phone");
        assertThat(invite.to().uri().text()).isEqualTo("sip:442079460000@127.0.0.1;user=phone");
        assertThat(invite.from().uri().text()).isEqualTo("sip:00441632960111@192.0.2.1;user=phone");
        assertThat(invite.headers().first(HeaderName.P_ASSERTED_IDENTITY)).contains("<tel:+441632960112>");
    }

    /** NUM-21: with nothing said Microsoft's form, which is the only one that Microsoft gets (NUM-20). */
    @ParameterizedTest
    @EnumSource(NumberForm.class)
    @Tag("F-32")
    @Tag("NUM-1")
    @Tag("NUM-20")
    void microsoftGetsItsFormWhateverIsConfigured(NumberForm form) {
        TrunkNumbers numbers = new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), Reading.DEFAULT,
                new Writing(UK, form, form, form, form, CallerPolicy.ANONYMOUS, Optional.empty()));
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, with(CallOnPaper.TEAMS, numbers));
        call.on(invite("core", "tel:+44-20-7946-0000",
                "<tel:+441632960111>;tag=x\r\nP-Asserted-Identity: <tel:+441632960111>"));

        SipRequest invite = call.sentInvite().request();
        assertThat(invite.requestUri().text()).isEqualTo("sip:+442079460000@127.0.0.1:5080;user=phone");
        assertThat(invite.to().uri().text()).isEqualTo("sip:+442079460000@127.0.0.1;user=phone");
        assertThat(invite.from().uri().text()).isEqualTo("sip:+441632960111@192.0.2.1;user=phone");
        assertThat(invite.headers().first(HeaderName.P_ASSERTED_IDENTITY)).contains(
                "<sip:+441632960111@192.0.2.1;user=phone>");
    }

    /** NUM-33: what calls for help is told before a rule can make another number of it. */
    @Test
    @Tag("NUM-33")
    @Tag("NUM-41")
    void noRuleIsTriedOnAnEmergencyCall() {
        RuleList swallow = Rules.list(Rules.rule("swallow", "^(\\d{3})$", "+44163296000$1"));
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, with(CallOnPaper.TEAMS, new TrunkNumbers(swallow, swallow,
                swallow, swallow, Reading.DEFAULT, Writing.DEFAULT)));
        call.on(invite("teams", "sip:999@192.0.2.1", "<sip:+441632960111@teams.example>"));

        assertThat(call.sentInvite().request().requestUri().text()).isEqualTo("sip:999@127.0.0.1:5070");
    }

    /** Row 32: the first is the caller, both are kept. */
    @Test
    void everyIdentityIsKeptInItsOrder() {
        CallOnPaper call = new CallOnPaper();
        call.on(invite("core", "sip:+441632960000@h",
                "<sip:0@h>;tag=x\r\nP-Asserted-Identity: <tel:+44-1632-960-111>, <sip:+441632960112@core.example>"));

        assertThat(call.sentInvite().request().headers().values(HeaderName.P_ASSERTED_IDENTITY)).containsExactly(
                "<sip:+441632960111@192.0.2.1;user=phone>", "<sip:+441632960112@192.0.2.1;user=phone>");
        assertThat(((CallState.Inviting) call.state).facts().calling()).isEqualTo("+441632960111");
    }

    @ParameterizedTest
    @CsvSource({"BY_LENGTH, 01632960000, 404", "BY_LENGTH, 12, 484", "INCOMPLETE, 01632960000, 484",
            "NOT_FOUND, 12, 404"})
    @Tag("NUM-34")
    void aCalledNumberThatNoRuleHelpsIsRefusedByPolicy(NotCanonical policy, String called, int status) {
        Reading reading = new Reading(Reading.ANONYMOUS, false, false, policy);
        CallOnPaper call = new CallOnPaper(
                core(new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), reading,
                        Writing.DEFAULT)),
                CallOnPaper.TEAMS);
        call.on(invite("core", "sip:" + called + "@h", "<sip:+441632960111@h>"));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(status);
    }

    @Test
    void theOptionsNameOtherHeadersToReadFirst() {
        Reading reading = new Reading(Reading.ANONYMOUS, true, true, NotCanonical.BY_LENGTH);
        CallOnPaper call = new CallOnPaper(
                core(new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), reading,
                        Writing.DEFAULT)),
                CallOnPaper.TEAMS);
        call.on(invite("core", "sip:alice@h", "<sip:bob@h>;tag=x\r\nP-Called-Party-ID: <sip:+441632960000@h>"
                + "\r\nRemote-Party-ID: <sip:+441632960111@h>;party=calling"));

        assertThat(call.sentInvite().request().requestUri().text()).startsWith("sip:+441632960000@");
        assertThat(((CallState.Inviting) call.state).facts().calling()).isEqualTo("+441632960111");
    }

    private static TrunkNumbers callers(CallerPolicy policy, RuleList outboundCalling) {
        return new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), outboundCalling, Reading.DEFAULT,
                new Writing(UK, NumberForm.E164PLUS, NumberForm.E164PLUS, NumberForm.E164PLUS, NumberForm.E164PLUS,
                        policy, PhoneNumber.parse("+441632960999")));
    }

    private static TrunkNumbers national(NumberForm requestUri) {
        return new TrunkNumbers(Rules.list(NATIONAL), Rules.list(NATIONAL), Rules.list(), Rules.list(), Reading.DEFAULT,
                new Writing(UK, requestUri, NumberForm.E164PLUS, NumberForm.E164PLUS, NumberForm.E164PLUS,
                        CallerPolicy.ANONYMOUS, Optional.empty()));
    }

    private static PeerGroup core(TrunkNumbers numbers) {
        return with(CallOnPaper.CORE, numbers);
    }

    private static PeerGroup with(PeerGroup group, TrunkNumbers numbers) {
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), group.security(), group.rates(), numbers,
                group.probing());
    }

    private static CallInput.InviteReceived invite(String trunk, String requestUri, String from) {
        SipRequest invite = CallOnPaper.request("INVITE", requestUri, from.contains(";tag=") ? from : from + ";tag=x",
                "<" + requestUri + ">", 1, CallOnPaper.OFFER);
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite,
                trunk.equals("core") ? CallOnPaper.CORE_FLOW : CallOnPaper.MPS_FLOW, trunk, trunk + "-1");
    }
}
