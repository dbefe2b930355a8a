package io.tandem.tenant;

import static io.tandem.tenant.Samples.fullAccount;
import static io.tandem.tenant.Samples.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PRV-21 to PRV-27, NUM-45. */
class NumberRulesTest {
    private static final AccountServices ALL = fullAccount("acme").serviceDetails();

    @Test
    void aSoundNumberBreaksNothing() {
        NumberSettings settings = Samples.fullNumber("+441632960001");

        assertThat(NumberRules.mistakes(settings)).isEmpty();
        assertThat(NumberRules.broken(settings, ALL)).isEmpty();
    }

    @Test
    void aServiceHasToBeOnInItsAccount() {
        assertThat(NumberRules.broken(Samples.fullNumber("+441632960001"), AccountServices.NONE)).extracting(
                Mistake::path)
                .containsExactly("serviceDetails.teamsOperatorConnect.enabled",
                        "serviceDetails.azureOperatorCallProtection.enabled");
    }

    @Test
    void atMostOneServiceIsEnabled() {
        NumberSettings both = settings("+441632960001", Optional.empty(), new NumberServices(uploaded(), uploaded(),
                Optional.empty(), Optional.empty(), Optional.empty()));

        assertThat(NumberRules.broken(both, ALL)).extracting(Mistake::path).containsExactly("serviceDetails");
    }

    @Test
    void teamsPhoneMobileHasNoCustomHeader() {
        NumberSettings mobile = settings("+441632960001", Optional.of("h"), new NumberServices(Optional.empty(),
                uploaded(), Optional.empty(), Optional.empty(), Optional.empty()));

        assertThat(NumberRules.broken(mobile, ALL)).extracting(Mistake::path)
                .containsExactly(
                        "configuration.customSipHeader");
    }

    @Test
    void aCallingUserNeedsAnAddressUnlessTheTenantGivesIt() {
        assertThat(NumberRules.broken(uploadedAs("+441632960001", NumberUsage.CALLING_USER_ASSIGNMENT, false,
                Optional.empty()), ALL)).extracting(Mistake::path)
                .containsExactly(
                        "serviceDetails.teamsOperatorConnect.configuration.civicAddressId");
        assertThat(NumberRules.broken(uploadedAs("+441632960001", NumberUsage.CALLING_USER_ASSIGNMENT, true,
                Optional.empty()), ALL)).isEmpty();
        assertThat(NumberRules.broken(uploadedAs("+441632960001", NumberUsage.CONFERENCE_ASSIGNMENT, false,
                Optional.empty()), ALL)).isEmpty();
    }

    @Test
    @Tag("NUM-45")
    void aTollFreeNumberNeedsACountryAndIsNobodysOwn() {
        assertThat(NumberRules.broken(uploadedAs("+18005550100", NumberUsage.CALLING_USER_ASSIGNMENT, true,
                Optional.empty()), ALL)).extracting(Mistake::path)
                .containsExactly(
                        "serviceDetails.teamsOperatorConnect.configuration.displayedCountryCode",
                        "serviceDetails.teamsOperatorConnect.configuration.usage");
        assertThat(NumberRules.broken(uploadedAs("+18335550100", NumberUsage.CONFERENCE_ASSIGNMENT, false,
                Optional.of("US")), ALL)).isEmpty();
        assertThat(NumberRules.isTollFree(number("+12065550100"))).isFalse();
    }

    @Test
    void everyMistakeInTheFormIsTold() {
        NumberSettings settings = new NumberSettings(number("+441632960001"), Optional.of("not allowed"),
                uploadedAs("+441632960001", NumberUsage.CONFERENCE_ASSIGNMENT, false,
                        Optional.of("gb")).serviceDetails());

        assertThat(NumberRules.mistakes(settings)).extracting(Mistake::path)
                .containsExactly(
                        "configuration.customSipHeader",
                        "serviceDetails.teamsOperatorConnect.configuration.displayedCountryCode");
    }

    private static NumberSettings uploadedAs(String e164, NumberUsage usage, boolean tenantUpdates,
            Optional<String> country) {
        UploadConfiguration configuration = new UploadConfiguration(usage, List.of(), List.of(), Optional.empty(),
                Optional.empty(), tenantUpdates, country);
        return settings(e164, Optional.empty(),
                new NumberServices(Optional.of(new UploadedService(true, false, Optional.of(configuration))),
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Optional<UploadedService> uploaded() {
        return Optional.of(new UploadedService(true, false, Optional.empty()));
    }

    private static NumberSettings settings(String e164, Optional<String> header, NumberServices services) {
        return new NumberSettings(number(e164), header, services);
    }
}
