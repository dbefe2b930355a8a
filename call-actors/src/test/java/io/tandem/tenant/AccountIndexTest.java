package io.tandem.tenant;

import static io.tandem.tenant.Samples.account;
import static io.tandem.tenant.Samples.fullAccount;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.tenant.AccountIndex.Decision;
import io.tandem.tenant.AccountIndex.Limits;
import io.tandem.tenant.AccountIndex.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PRV-19 and what overtaken orders may do to the list: nothing. */
class AccountIndexTest {
    private static final Limits LIMITS = new Limits(2, false);

    @Test
    void subdomainsAndTenantIdsBelongToOneAccountUnlessTenantIdsAreShared() {
        AccountIndex index = listed(AccountIndex.EMPTY, fullAccount("a"), 1);

        assertThat(index.list("b", fullAccount("b").serviceDetails(), 1, LIMITS).verdict()).isEqualTo(
                Verdict.SUBDOMAIN_TAKEN);
        AccountServices sameTenant = new AccountServices(fullAccount("b").serviceDetails().teamsTenantId(),
                account("b").serviceDetails().teamsOperatorConnect(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(index.list("b", sameTenant, 1, LIMITS).verdict()).isEqualTo(Verdict.TENANT_ID_TAKEN);
        assertThat(index.list("b", sameTenant, 1, new Limits(2, true)).verdict()).isEqualTo(Verdict.LISTED);
    }

    @Test
    void anAccountMayKeepItsOwn() {
        AccountIndex index = listed(AccountIndex.EMPTY, fullAccount("a"), 1);

        Decision again = index.list("a", fullAccount("a").serviceDetails(), 1, LIMITS);
        assertThat(again.verdict()).isEqualTo(Verdict.LISTED);
        assertThat(again.event()).isEmpty();
        assertThat(index.list("a", fullAccount("a").serviceDetails(), 5, LIMITS).event()).isPresent();
    }

    @Test
    void overtakenOrdersChangeNothing() {
        AccountIndex index = listed(AccountIndex.EMPTY, fullAccount("a"), 7);

        assertThat(index.list("a", account("a").serviceDetails(), 6, LIMITS)).isEqualTo(
                new Decision(Optional.empty(), Verdict.OVERTAKEN));
        assertThat(index.strike("a", 6).verdict()).isEqualTo(Verdict.OVERTAKEN);
        assertThat(index.strike("a", 8).event()).isPresent();
        assertThat(index.strike("b", 1).verdict()).isEqualTo(Verdict.STRUCK);
    }

    @Test
    void isBounded() {
        AccountIndex index = listed(listed(AccountIndex.EMPTY, account("a"), 1), account("b"), 1);

        assertThat(index.list("c", account("c").serviceDetails(), 1, LIMITS).verdict()).isEqualTo(Verdict.FULL);
    }

    /** PRV-61, PRV-62: what calls have to know of each account; one stored before that was told screens its callers. */
    @Test
    @Tag("PRV-62")
    void namesTheCustomersOfDirectRouting() {
        AccountIndex index = listed(listed(AccountIndex.EMPTY, fullAccount("a"), 1), account("b"), 1);
        assertThat(index.customers(0, 10)).containsExactly(new Customer("a", "contoso", false));

        AccountIndex screening = listed(index, routing("a", true, true), 2);
        assertThat(screening.customers(0, 10)).containsExactly(new Customer("a", "contoso", true));
        assertThat(listed(screening, routing("a", false, true), 3).customers(0, 10)).as("switched off").isEmpty();
        AccountIndex old = AccountIndex.EMPTY.apply(new AccountIndex.Event.AccountListed("a", Optional.of("contoso"),
                Optional.empty(), 1, Optional.empty()));
        assertThat(old.customers(0, 10)).containsExactly(new Customer("a", "contoso", true));
    }

    private static AccountSettings routing(String name, boolean enabled, boolean screening) {
        return new AccountSettings(name, Optional.empty(), new AccountServices(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.of(new DirectRoutingService(enabled, false, screening,
                        Optional.of("Contoso"), Optional.empty(), Optional.empty())),
                Optional.empty()));
    }

    private static AccountIndex listed(AccountIndex index, AccountSettings settings, long revision) {
        return index.apply(
                index.list(settings.name(), settings.serviceDetails(), revision, LIMITS).event().orElseThrow());
    }
}
