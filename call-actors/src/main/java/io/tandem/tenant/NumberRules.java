package io.tandem.tenant;

import io.tandem.port.Service;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a number may be set to (PRV-20 to PRV-27). */
public final class NumberRules {
    private static final int HEADER_MAX_LENGTH = 100;
    private static final int ID_MAX_LENGTH = 100;
    /** NUM-45: toll-free in the North American plan. */
    private static final Set<String> TOLL_FREE = Set.of("+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888");
    private static final int NORTH_AMERICAN_LENGTH = 12;

    private NumberRules() {}

    /** Every mistake in the settings' form, none of which depends on the account. */
    public static List<Mistake> mistakes(NumberSettings settings) {
        List<Mistake> mistakes = new ArrayList<>();
        Texts.checkOptional("configuration.customSipHeader", settings.customSipHeader(), HEADER_MAX_LENGTH,
                Texts::isName, "A–Z a–z 0–9 _ -", mistakes);
        NumberServices services = settings.serviceDetails();
        services.teamsOperatorConnect()
                .flatMap(UploadedService::configuration)
                .ifPresent(
                        configuration -> checkForm(Service.OPERATOR_CONNECT, configuration, mistakes));
        services.teamsPhoneMobile()
                .flatMap(UploadedService::configuration)
                .ifPresent(
                        configuration -> checkForm(Service.TEAMS_PHONE_MOBILE, configuration, mistakes));
        return mistakes;
    }

    private static void checkForm(Service service, UploadConfiguration configuration, List<Mistake> mistakes) {
        String path = ServiceField.path(service) + ".configuration.";
        Texts.checkOptional(path + "civicAddressId", configuration.civicAddressId(), ID_MAX_LENGTH, Texts::isPrintable,
                "printable text", mistakes);
        Texts.checkOptional(path + "locationId", configuration.locationId(), ID_MAX_LENGTH, Texts::isPrintable,
                "printable text", mistakes);
        Optional<String> country = configuration.displayedCountryCode();
        if (country.isPresent() && !isCountry(country.get())) {
            mistakes.add(new Mistake(path + "displayedCountryCode", "not a country code",
                    "two letters, as US (ISO 3166-1)"));
        }
    }

    private static boolean isCountry(String text) {
        return text.length() == 2 && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    /** Every rule that sound settings break in that account (422). */
    static List<Mistake> broken(NumberSettings settings, AccountServices account) {
        List<Mistake> broken = new ArrayList<>();
        NumberServices services = settings.serviceDetails();
        List<Service> enabled = services.enabled();
        if (enabled.size() > 1) {
            broken.add(new Mistake("serviceDetails", enabled.size() + " services enabled", "at most one of them"));
        }
        for (Service service : enabled) {
            if (!account.enables(service)) {
                broken.add(new Mistake(ServiceField.path(service) + ".enabled", "not enabled on the account",
                        "enable it on the account first"));
            }
        }
        if (services.azureOperatorCallProtection().orElse(false) && !account.protectsCalls()) {
            broken.add(new Mistake("serviceDetails.azureOperatorCallProtection.enabled", "not enabled on the account",
                    "enable it on the account first"));
        }
        if (settings.customSipHeader().isPresent() && services.enables(Service.TEAMS_PHONE_MOBILE)) {
            broken.add(new Mistake("configuration.customSipHeader", "given for a Teams Phone Mobile number",
                    "leave it out: the service has no custom header (PRV-21)"));
        }
        checkUpload(Service.OPERATOR_CONNECT, settings, services.teamsOperatorConnect(), broken);
        checkUpload(Service.TEAMS_PHONE_MOBILE, settings, services.teamsPhoneMobile(), broken);
        return broken;
    }

    private static void checkUpload(Service service, NumberSettings settings, Optional<UploadedService> uploaded,
            List<Mistake> broken) {
        Optional<UploadConfiguration> present = uploaded.filter(UploadedService::enabled)
                .flatMap(
                        UploadedService::configuration);
        if (present.isEmpty()) {
            return;
        }
        UploadConfiguration configuration = present.get();
        String path = ServiceField.path(service) + ".configuration.";
        boolean addressed = configuration.allowTenantAddressUpdate() || configuration.civicAddressId().isPresent();
        if (configuration.forCallingUsers() && !addressed) {
            broken.add(new Mistake(path + "civicAddressId", "absent for CallingUserAssignment",
                    "a civic address, or allowTenantAddressUpdate true"));
        }
        if (isTollFree(settings.telephoneNumber())) {
            checkTollFree(path, configuration, broken);
        }
    }

    private static void checkTollFree(String path, UploadConfiguration configuration, List<Mistake> broken) {
        if (configuration.displayedCountryCode().isEmpty()) {
            broken.add(
                    new Mistake(path + "displayedCountryCode", "absent for a toll-free number", "two letters, as US"));
        }
        if (configuration.forCallingUsers()) {
            broken.add(new Mistake(path + "usage", "CallingUserAssignment for a toll-free number",
                    "another usage: no user can hold a toll-free number"));
        }
    }

    /** NUM-45. */
    static boolean isTollFree(PhoneNumber number) {
        String digits = number.e164();
        return digits.length() == NORTH_AMERICAN_LENGTH && TOLL_FREE.contains(digits.substring(0, 5));
    }
}
