package io.tandem.port;

import java.util.Optional;

/** A communications service behind the gateway, by its name in configuration (provisioning rules §2, {@code platforms}). */
public enum Service {
    OPERATOR_CONNECT("OperatorConnect", "oc"), TEAMS_PHONE_MOBILE("TeamsPhoneMobile", "tpm"), DIRECT_ROUTING(
            "TeamsDirectRouting", "dr"), ZOOM("Zoom", "zoom");

    private final String configName;
    private final String label;

    Service(String configName, String label) {
        this.configName = configName;
        this.label = label;
    }

    public String configName() {
        return configName;
    }

    /** The value of the metrics label {@code service} (MET §2). */
    public String label() {
        return label;
    }

    public static Optional<Service> ofConfigName(String name) {
        for (Service service : values()) {
            if (service.configName.equals(name)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
