package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.Reading;
import io.tandem.port.TrunkNumbers.Writing;
import io.tandem.sip.message.SipRequest;
import io.tandem.tenant.number.RuleList;
import io.tandem.tenant.number.Rules;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NUM-44: short codes, service codes and N11 go by an explicit rule alone, and never to Microsoft. */
class ShortCodeTest {
    private static final RuleList CODES = new RuleList("inbound-called", List.of(
            Rules.rule("codes", "^([*#]\\d+#?|\\d11|118\\d{3})$", "$1")));

    @ParameterizedTest
    @CsvSource({"*21%23, 404", "411, 484", "118500, 484", "*98, 404"})
    @Tag("NUM-44")
    void withoutARuleTheyAreRefused(String dialled, int status) {
        for (String from : List.of("teams", "core")) {
            CallOnPaper call = calling(new CallOnPaper(), from, dialled);

            assertThat(call.hasInvited()).isFalse();
            assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"*21%23, sip:*21%23@127.0.0.1:5070;user=phone", "411, sip:411@127.0.0.1:5070;user=phone",
            "118500, sip:118500@127.0.0.1:5070;user=phone"})
    @Tag("NUM-44")
    void aRuleSendsThemFromMicrosoftToTheCore(String dialled, String sent) {
        CallOnPaper call = calling(new CallOnPaper(CallOnPaper.CORE, with(CallOnPaper.TEAMS)), "teams", dialled);

        assertThat(call.sentInvite().request().requestUri().text()).isEqualTo(sent);
        assertThat(((CallState.Inviting) call.state).facts().called()).isEqualTo(dialled.replace("%23", "#"));
    }

    @ParameterizedTest
    @CsvSource({"*21%23", "411"})
    @Tag("NUM-44")
    void andNoneSendsThemToMicrosoft(String dialled) {
        CallOnPaper call = calling(new CallOnPaper(with(CallOnPaper.CORE), CallOnPaper.TEAMS), "core", dialled);

        assertThat(call.hasInvited()).isFalse();
    }

    private static CallOnPaper calling(CallOnPaper call, String from, String dialled) {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:" + dialled + "@192.0.2.1;user=phone",
                "<sip:+441632960111@peer.example>;tag=caller", "<sip:" + dialled + "@192.0.2.1>", 1,
                CallOnPaper.OFFER);
        boolean core = from.equals("core");
        return call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite,
                core ? CallOnPaper.CORE_FLOW : CallOnPaper.MPS_FLOW, from, core ? "core-1" : "mps-1"));
    }

    private static PeerGroup with(PeerGroup group) {
        TrunkNumbers numbers = new TrunkNumbers(CODES, Rules.list(), Rules.list(), Rules.list(), Reading.DEFAULT,
                Writing.DEFAULT);
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), group.security(), group.rates(), numbers,
                group.probing(), group.rules());
    }
}
