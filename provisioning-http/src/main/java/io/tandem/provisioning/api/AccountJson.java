package io.tandem.provisioning.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.tenant.Account;
import io.tandem.tenant.AccountRules;
import io.tandem.tenant.AccountServices;
import io.tandem.tenant.AccountSettings;
import io.tandem.tenant.DirectRoutingService;
import io.tandem.tenant.Mistake;
import io.tandem.tenant.SyncedService;
import java.util.List;
import java.util.Optional;

/** An account as JSON (PRV §3.1). */
final class AccountJson {

    private AccountJson() {}

    /** The account of that name as a body describes it, with every mistake noted; unsound when there are any. */
    static AccountSettings read(String name, JsonNode body, List<Mistake> mistakes) {
        JsonFields fields = JsonFields.of(body, mistakes);
        fields.same("name", name);
        fields.readOnly("serviceProvisioningStatus", "serviceProvisioningErrors");
        Optional<String> correlationId = fields.text("correlationId");
        AccountServices services = fields.object("serviceDetails", AccountJson::services).orElse(AccountServices.NONE);
        fields.end();
        AccountSettings settings = new AccountSettings(name, correlationId, services);
        mistakes.addAll(AccountRules.mistakes(settings));
        return settings;
    }

    private static AccountServices services(JsonFields fields) {
        return new AccountServices(fields.text("teamsTenantId"),
                fields.object("teamsOperatorConnect", AccountJson::synced),
                fields.object("teamsPhoneMobile", AccountJson::synced),
                fields.object("zoomPhoneCloudPeering", AccountJson::synced),
                fields.object("teamsDirectRouting", AccountJson::directRouting),
                fields.object("azureOperatorCallProtection", AccountJson::enabled));
    }

    private static SyncedService synced(JsonFields fields) {
        return new SyncedService(enabled(fields), fields.flag("syncEnabled").orElse(false));
    }

    private static boolean enabled(JsonFields fields) {
        fields.readOnly("numberCount");
        return fields.flag("enabled").orElse(false);
    }

    private static DirectRoutingService directRouting(JsonFields fields) {
        SyncedService synced = synced(fields);
        fields.readOnly("subdomainStatus");
        return fields.object("configuration", configuration -> {
            boolean screening = configuration.flag("callScreening").orElse(true);
            Optional<String> subdomain = configuration.text("subdomain");
            Optional<Tokens> tokens = configuration.object("subdomainTokens",
                    token -> new Tokens(token.text("region1Token"), token.text("region2Token")));
            return new DirectRoutingService(synced.enabled(), synced.syncEnabled(), screening, subdomain,
                    tokens.flatMap(Tokens::region1), tokens.flatMap(Tokens::region2));
        })
                .orElseGet(
                        () -> new DirectRoutingService(synced.enabled(), synced.syncEnabled(), true, Optional.empty(),
                                Optional.empty(), Optional.empty()));
    }

    private record Tokens(Optional<String> region1, Optional<String> region2) {}

    static ObjectNode write(Account account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        AccountSettings settings = account.settings();
        json.put("name", settings.name());
        settings.correlationId().ifPresent(id -> json.put("correlationId", id));
        writeServices(json.putObject("serviceDetails"), account);
        json.put("serviceProvisioningStatus", account.status().label());
        json.putArray("serviceProvisioningErrors");
        return json;
    }

    private static void writeServices(ObjectNode json, Account account) {
        AccountServices services = account.settings().serviceDetails();
        services.teamsTenantId().ifPresent(id -> json.put("teamsTenantId", id));
        services.teamsOperatorConnect()
                .ifPresent(service -> write(json.putObject("teamsOperatorConnect"), service,
                        account.numberCounts().teamsOperatorConnect()));
        services.teamsPhoneMobile()
                .ifPresent(service -> write(json.putObject("teamsPhoneMobile"), service,
                        account.numberCounts().teamsPhoneMobile()));
        services.zoomPhoneCloudPeering()
                .ifPresent(service -> write(json.putObject("zoomPhoneCloudPeering"), service,
                        account.numberCounts().zoomPhoneCloudPeering()));
        services.teamsDirectRouting()
                .ifPresent(service -> write(json.putObject("teamsDirectRouting"), service,
                        account.numberCounts().teamsDirectRouting()));
        services.azureOperatorCallProtection()
                .ifPresent(
                        enabled -> json.putObject("azureOperatorCallProtection")
                                .put("enabled", enabled)
                                .put("numberCount",
                                        account.numberCounts().azureOperatorCallProtection()));
    }

    private static void write(ObjectNode json, SyncedService service, int numberCount) {
        json.put("enabled", service.enabled())
                .put("syncEnabled", service.syncEnabled())
                .put("numberCount",
                        numberCount);
    }

    private static void write(ObjectNode json, DirectRoutingService service, int numberCount) {
        write(json, new SyncedService(service.enabled(), service.syncEnabled()), numberCount);
        ObjectNode configuration = json.putObject("configuration");
        configuration.put("callScreening", service.callScreening());
        service.subdomain().ifPresent(subdomain -> configuration.put("subdomain", subdomain));
        if (service.region1Token().isPresent() || service.region2Token().isPresent()) {
            ObjectNode tokens = configuration.putObject("subdomainTokens");
            service.region1Token().ifPresent(token -> tokens.put("region1Token", token));
            service.region2Token().ifPresent(token -> tokens.put("region2Token", token));
        }
        if (service.subdomain().isPresent()) {
            json.put("subdomainStatus", "notProvisioned"); // PRV-18: until the gateway's DNS answers with the tokens
        }
    }
}
