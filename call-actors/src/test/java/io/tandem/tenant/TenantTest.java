package io.tandem.tenant;

import static io.tandem.tenant.Samples.account;
import static io.tandem.tenant.Samples.fullAccount;
import static io.tandem.tenant.Samples.operatorConnectNumber;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.tenant.TenantReply.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules of an account that need what it holds. */
class TenantTest {
    private static final TenantLimits LIMITS = new TenantLimits(3, 2);

    private TenantState state = TenantState.NONE;

    @Test
    void theTenantIdIsLockedWhileANumberIsUploadedUnderIt() {
        open();
        happened(new TenantEvent.NumberWished(operatorConnectNumber("+441632960001")));

        assertThat(refusal(new TenantInput.PutAccount(fullAccount("acme")))).isEqualTo(Refusal.TENANT_ID_LOCKED);
        happened(new TenantEvent.NumberRefused(Samples.number("+441632960001")));
        assertThat(decide(new TenantInput.PutAccount(fullAccount("acme"))).events()).hasSize(1);
    }

    @Test
    void aServiceThatANumberIsBeingClaimedForStaysOn() {
        open();
        happened(new TenantEvent.NumberWished(operatorConnectNumber("+441632960001")));

        assertThat(refusal(new TenantInput.PutAccount(
                new AccountSettings("acme", Optional.empty(), AccountServices.NONE)))).isEqualTo(
                        Refusal.RULE_BROKEN);
    }

    @Test
    void numbersAndChangesUnderWayAreBounded() {
        open();
        happened(new TenantEvent.NumberWished(operatorConnectNumber("+441632960001")));
        happened(new TenantEvent.NumberWished(operatorConnectNumber("+441632960002")));
        assertThat(refusal(put("+441632960003"))).isEqualTo(Refusal.BUSY);

        happened(new TenantEvent.NumberSettled(Samples.number("+441632960001")));
        happened(new TenantEvent.NumberWished(operatorConnectNumber("+441632960003")));
        happened(new TenantEvent.NumberSettled(Samples.number("+441632960002")));
        assertThat(refusal(put("+441632960004"))).isEqualTo(Refusal.TOO_MANY_NUMBERS);
        assertThat(decide(put("+441632960001")).events()).hasSize(1);
    }

    @Test
    void anAnswerToAnotherWishIsIgnored() {
        open();
        happened(new TenantEvent.NumberWished(operatorConnectNumber("+441632960001")));

        assertThat(decide(new TenantInput.BlockAnswered(Samples.number("+441632960001"), 2,
                NumberBlock.Verdict.CLAIMED))).isEqualTo(Decision.nothing());
    }

    @Test
    void anAccountThatIsBeingDeletedTakesNoMore() {
        open();
        happened(new TenantEvent.AccountClosing());

        assertThat(refusal(put("+441632960001"))).isEqualTo(Refusal.ACCOUNT_CLOSING);
        assertThat(refusal(new TenantInput.PutAccount(account("acme")))).isEqualTo(Refusal.ACCOUNT_CLOSING);
    }

    @Test
    void thatTheIndexNamesAnAccountThatIsNoneIsPutRight() {
        assertThat(decide(new TenantInput.GetAccount(true)).effects()).contains(new TenantEffect.StrikeAccount(0));
        assertThat(refusal(new TenantInput.GetAccount(false))).isEqualTo(Refusal.NO_SUCH_ACCOUNT);
    }

    private void open() {
        happened(new TenantEvent.AccountWished(account("acme")));
        happened(new TenantEvent.AccountSettled());
    }

    private void happened(TenantEvent event) {
        state = Tenant.apply(state, event);
    }

    private static TenantInput.PutNumber put(String e164) {
        return new TenantInput.PutNumber(operatorConnectNumber(e164));
    }

    private Decision decide(TenantInput input) {
        return Tenant.decide("acme", state, input, LIMITS);
    }

    private Refusal refusal(TenantInput.Request request) {
        Decision decision = decide(request);
        assertThat(decision.events()).isEmpty();
        return ((TenantReply.Refused) ((TenantEffect.Reply) decision.effects().getFirst()).reply()).reason();
    }
}
