package io.tandem.tenant;

import static io.tandem.tenant.Samples.TENANT_ID;
import static io.tandem.tenant.Samples.account;
import static io.tandem.tenant.Samples.fullAccount;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.Service;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PRV-10 to PRV-16, PRV-27, PRV-46, PRV-47. */
class AccountRulesTest {

    @Test
    void aSoundAccountHasNoMistakes() {
        assertThat(AccountRules.mistakes(fullAccount("Acme_1-a"))).isEmpty();
    }

    @Test
    void everyMistakeIsTold() {
        AccountSettings settings = new AccountSettings("a b", Optional.of("\u0000"),
                new AccountServices(Optional.of("x"), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.of(new DirectRoutingService(true, false, true, Optional.of("elevenchars"),
                                Optional.of("ü"), Optional.of(""))),
                        Optional.empty()));

        assertThat(AccountRules.mistakes(settings)).extracting(Mistake::path)
                .containsExactly("name", "correlationId",
                        "serviceDetails.teamsTenantId", "serviceDetails.teamsDirectRouting.configuration.subdomain",
                        "serviceDetails.teamsDirectRouting.configuration.subdomainTokens.region1Token",
                        "serviceDetails.teamsDirectRouting.configuration.subdomainTokens.region2Token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"72f988bf86f141af91ab2d7cd011db47", "72f988bf-86f1-41af-91ab-2d7cd011db4g",
            "72f988bf-86f1-41af-91ab-2d7cd011db4７", ""})
    void whatIsNoGuidIsNoTenantId(String text) {
        assertThat(Texts.isGuid(text)).isFalse();
        assertThat(Texts.isGuid(TENANT_ID)).isTrue();
    }

    @Test
    void aServiceStaysOnWhileANumberHasIt() {
        NumberCounts used = NumberCounts.NONE.plus(Samples.directRoutingNumber("+441632960001").serviceDetails());

        assertThat(AccountRules.servicesInUse(account("acme").serviceDetails(), used)).extracting(
                Mistake::path).containsExactly("serviceDetails.teamsDirectRouting.enabled");
        assertThat(AccountRules.servicesInUse(fullAccount("acme").serviceDetails(), used)).isEmpty();
    }

    @Test
    void onlyWhatIsUploadedCanBePending() {
        assertThat(fullAccount("acme").serviceDetails().syncs(Service.OPERATOR_CONNECT)).isTrue();
        assertThat(fullAccount("acme").serviceDetails().syncs(Service.DIRECT_ROUTING)).isFalse();
        assertThat(Account.of(fullAccount("acme"), NumberCounts.NONE).status()).isEqualTo(ProvisioningStatus.PENDING);
        assertThat(Account.of(account("acme"), NumberCounts.NONE).status()).isEqualTo(ProvisioningStatus.SYNCED);
        assertThat(ProvisionedNumber.of(fullAccount("acme"),
                Samples.directRoutingNumber("+441632960001")).status()).isEqualTo(ProvisioningStatus.SYNCED);
    }
}
