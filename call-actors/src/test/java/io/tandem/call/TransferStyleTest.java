package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TSP-110: what a trunk reads in Allow decides how Microsoft transfers a call. */
class TransferStyleTest {
    private static final String ALL = "INVITE, ACK, CANCEL, BYE, INFO, NOTIFY, PRACK, UPDATE, OPTIONS, REFER";

    @Test
    @Tag("TSP-111")
    void listsReferAndNotifyUnlessToldOtherwise() {
        CallOnPaper call = new CallOnPaper().talking();

        assertThat(call.invites().getFirst().request().headers().first(HeaderName.ALLOW)).hasValue(ALL);
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().headers().first(HeaderName.ALLOW)).hasValue(ALL);
    }

    @Test
    @Tag("TSP-110")
    void listsNoReferOnATrunkWithoutIt() {
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, without(CallOnPaper.TEAMS)).talking();

        assertThat(call.invites().getFirst().request().headers().first(HeaderName.ALLOW))
                .hasValue(ALL.replace(", REFER", ""));
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().headers().first(HeaderName.ALLOW)).hasValue(ALL);
    }

    @Test
    @Tag("TSP-110")
    void refusesReferByItsNameOnATrunkWithoutIt() {
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, without(CallOnPaper.TEAMS)).talking();
        call.on(call.fromCallee("REFER", 3));

        SipResponse answer = call.responses(call.asked().getLast()).getFirst();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().first(HeaderName.ALLOW)).hasValue(ALL.replace(", REFER", ""));
    }

    private static PeerGroup without(PeerGroup group) {
        return ReliableProvisionalTest.with(group,
                new TrunkSetUp(ReliableProvisional.SUPPORTED, Forwarded.RELAYED, Redirects.PASSED, true, false));
    }
}
