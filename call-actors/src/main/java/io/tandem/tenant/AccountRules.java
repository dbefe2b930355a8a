package io.tandem.tenant;

import io.tandem.port.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an account may be set to (PRV-10 to PRV-19), as far as one account can tell by itself. */
public final class AccountRules {
    public static final int NAME_MAX_LENGTH = 100;
    public static final int CORRELATION_ID_MAX_LENGTH = 256;
    /** PRV-16: the sources say 8, 9 and 10. */
    public static final int SUBDOMAIN_MAX_LENGTH = 10;
    private static final int TOKEN_MAX_LENGTH = 100;
    private static final String NAME_ALPHABET = "A–Z a–z 0–9 _ -";

    private AccountRules() {}

    /** Whether an account can have that name (PRV-10); what cannot exist need not be asked for. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= NAME_MAX_LENGTH && name.chars().allMatch(Texts::isName);
    }

    /** Every mistake in the settings' form, none of which depends on what is stored. */
    public static List<Mistake> mistakes(AccountSettings settings) {
        List<Mistake> mistakes = new ArrayList<>();
        Texts.check("name", settings.name(), NAME_MAX_LENGTH, Texts::isName, NAME_ALPHABET, mistakes);
        Texts.checkOptional("correlationId", settings.correlationId(), CORRELATION_ID_MAX_LENGTH, Texts::isPrintable,
                "printable text", mistakes);
        AccountServices services = settings.serviceDetails();
        Optional<String> tenantId = services.teamsTenantId();
        if (tenantId.isPresent() && !Texts.isGuid(tenantId.get())) {
            mistakes.add(new Mistake("serviceDetails.teamsTenantId", "not a GUID",
                    "a GUID, as 00000000-0000-0000-0000-000000000000"));
        }
        services.teamsDirectRouting().ifPresent(routing -> checkRouting(routing, mistakes));
        return mistakes;
    }

    private static void checkRouting(DirectRoutingService routing, List<Mistake> mistakes) {
        String path = "serviceDetails.teamsDirectRouting.configuration.";
        Texts.checkOptional(path + "subdomain", routing.subdomain(), SUBDOMAIN_MAX_LENGTH, Texts::isName, NAME_ALPHABET,
                mistakes);
        Texts.checkOptional(path + "subdomainTokens.region1Token", routing.region1Token(), TOKEN_MAX_LENGTH,
                Texts::isToken, NAME_ALPHABET + " =", mistakes);
        Texts.checkOptional(path + "subdomainTokens.region2Token", routing.region2Token(), TOKEN_MAX_LENGTH,
                Texts::isToken, NAME_ALPHABET + " =", mistakes);
    }

    /**
     * Services that the new settings switch off although a number has them: a number's service must be on in its account
     * (PRV-27).
     */
    static List<Mistake> servicesInUse(AccountServices wanted, NumberCounts used) {
        List<Mistake> mistakes = new ArrayList<>();
        for (Service service : Service.values()) {
            int numbers = used.of(service);
            if (numbers > 0 && !wanted.enables(service)) {
                mistakes.add(new Mistake(ServiceField.path(service) + ".enabled",
                        "switched off while " + numbers + " numbers have it", "true, or change those numbers first"));
            }
        }
        if (used.azureOperatorCallProtection() > 0 && !wanted.protectsCalls()) {
            mistakes.add(new Mistake("serviceDetails.azureOperatorCallProtection.enabled",
                    "switched off while " + used.azureOperatorCallProtection() + " numbers have it",
                    "true, or change those numbers first"));
        }
        return mistakes;
    }

    /** PRV-11: the tenant id stands while numbers are uploaded under it. */
    static boolean tenantIdLocked(AccountServices current, AccountServices wanted, NumberCounts used) {
        boolean changed = !current.teamsTenantId().equals(wanted.teamsTenantId());
        return changed && used.teamsOperatorConnect() + used.teamsPhoneMobile() > 0;
    }
}
