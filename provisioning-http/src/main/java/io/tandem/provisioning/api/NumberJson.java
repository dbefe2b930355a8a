package io.tandem.provisioning.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.tenant.Mistake;
import io.tandem.tenant.NumberCapability;
import io.tandem.tenant.NumberRules;
import io.tandem.tenant.NumberServices;
import io.tandem.tenant.NumberSettings;
import io.tandem.tenant.NumberUsage;
import io.tandem.tenant.ProvisionedNumber;
import io.tandem.tenant.UploadConfiguration;
import io.tandem.tenant.UploadedService;
import io.tandem.tenant.number.PhoneNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A number as JSON (PRV §3.2). */
final class NumberJson {
    private static final String USAGES = Arrays.stream(NumberUsage.values())
            .map(NumberUsage::label)
            .collect(
                    Collectors.joining(", "));
    private static final String CAPABILITIES = Arrays.stream(NumberCapability.values())
            .map(
                    NumberCapability::label)
            .collect(Collectors.joining(", "));

    private NumberJson() {}

    /** That number of an account as a body describes it, with every mistake noted; unsound when there are any. */
    static NumberSettings read(String account, PhoneNumber number, JsonNode body, List<Mistake> mistakes) {
        JsonFields fields = JsonFields.of(body, mistakes);
        fields.same("telephoneNumber", number.e164());
        fields.same("accountName", account);
        fields.readOnly("serviceProvisioningStatus", "serviceProvisioningErrors");
        Optional<String> header = fields.object("configuration", config -> config.text("customSipHeader"))
                .flatMap(
                        text -> text);
        NumberServices services = fields.object("serviceDetails", NumberJson::services).orElse(NumberServices.NONE);
        fields.end();
        NumberSettings settings = new NumberSettings(number, header, services);
        mistakes.addAll(NumberRules.mistakes(settings));
        return settings;
    }

    private static NumberServices services(JsonFields fields) {
        return new NumberServices(fields.object("teamsOperatorConnect", NumberJson::uploaded),
                fields.object("teamsPhoneMobile", NumberJson::uploaded),
                fields.object("teamsDirectRouting", NumberJson::enabled),
                fields.object("zoomPhoneCloudPeering", NumberJson::enabled),
                fields.object("azureOperatorCallProtection", NumberJson::enabled));
    }

    private static boolean enabled(JsonFields fields) {
        return fields.flag("enabled").orElse(false);
    }

    private static UploadedService uploaded(JsonFields fields) {
        boolean assigned = fields.word("assignmentStatus", NumberJson::assignment, "assigned or unassigned")
                .orElse(
                        false);
        return new UploadedService(enabled(fields), assigned,
                fields.object("configuration", NumberJson::configuration).flatMap(read -> read));
    }

    private static Optional<Boolean> assignment(String text) {
        return switch (text) {
            case "assigned" -> Optional.of(true);
            case "unassigned" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<UploadConfiguration> configuration(JsonFields fields) {
        fields.readOnly("acquiredCapabilities", "availableCapabilities");
        Optional<String> given = fields.text("usage");
        if (given.isEmpty()) {
            fields.missing("usage", "one of " + USAGES);
        }
        Optional<NumberUsage> usage = given.flatMap(
                _ -> fields.word("usage", NumberUsage::ofLabel, "one of " + USAGES));
        List<NumberCapability> capabilities = fields.words("choosableCapabilities", NumberCapability::ofLabel,
                CAPABILITIES);
        List<NumberUsage> additional = fields.words("additionalUsages", NumberUsage::ofLabel, USAGES);
        Optional<String> civicAddressId = fields.text("civicAddressId");
        Optional<String> locationId = fields.text("locationId");
        boolean tenantUpdates = fields.flag("allowTenantAddressUpdate").orElse(false);
        Optional<String> country = fields.text("displayedCountryCode");
        return usage.map(known -> new UploadConfiguration(known, capabilities, additional, civicAddressId, locationId,
                tenantUpdates, country));
    }

    static ObjectNode write(ProvisionedNumber number) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        NumberSettings settings = number.settings();
        json.put("telephoneNumber", settings.telephoneNumber().e164());
        json.put("accountName", number.accountName());
        settings.customSipHeader()
                .ifPresent(
                        header -> json.putObject("configuration").put("customSipHeader", header));
        writeServices(json.putObject("serviceDetails"), settings.serviceDetails());
        json.put("serviceProvisioningStatus", number.status().label());
        json.putArray("serviceProvisioningErrors");
        return json;
    }

    private static void writeServices(ObjectNode json, NumberServices services) {
        services.teamsOperatorConnect().ifPresent(service -> write(json.putObject("teamsOperatorConnect"), service));
        services.teamsPhoneMobile().ifPresent(service -> write(json.putObject("teamsPhoneMobile"), service));
        writeFlag(json, "teamsDirectRouting", services.teamsDirectRouting());
        writeFlag(json, "zoomPhoneCloudPeering", services.zoomPhoneCloudPeering());
        writeFlag(json, "azureOperatorCallProtection", services.azureOperatorCallProtection());
    }

    private static void writeFlag(ObjectNode json, String name, Optional<Boolean> enabled) {
        enabled.ifPresent(on -> json.putObject(name).put("enabled", on));
    }

    private static void write(ObjectNode json, UploadedService service) {
        json.put("enabled", service.enabled());
        json.put("assignmentStatus", service.assigned() ? "assigned" : "unassigned");
        service.configuration().ifPresent(configuration -> write(json.putObject("configuration"), configuration));
    }

    private static void write(ObjectNode json, UploadConfiguration configuration) {
        json.put("usage", configuration.usage().label());
        ArrayNode choosable = json.putArray("choosableCapabilities");
        configuration.choosableCapabilities().forEach(capability -> choosable.add(capability.label()));
        ArrayNode additional = json.putArray("additionalUsages");
        configuration.additionalUsages().forEach(usage -> additional.add(usage.label()));
        configuration.civicAddressId().ifPresent(id -> json.put("civicAddressId", id));
        configuration.locationId().ifPresent(id -> json.put("locationId", id));
        json.put("allowTenantAddressUpdate", configuration.allowTenantAddressUpdate());
        configuration.displayedCountryCode().ifPresent(code -> json.put("displayedCountryCode", code));
    }
}
