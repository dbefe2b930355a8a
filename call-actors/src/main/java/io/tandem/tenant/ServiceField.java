package io.tandem.tenant;

import io.tandem.port.Service;

/** How {@code serviceDetails} spells a service (PRV-12, PRV-13, PRV-22). */
public final class ServiceField {

    private ServiceField() {}

    public static String of(Service service) {
        return switch (service) {
            case OPERATOR_CONNECT -> "teamsOperatorConnect";
            case TEAMS_PHONE_MOBILE -> "teamsPhoneMobile";
            case DIRECT_ROUTING -> "teamsDirectRouting";
            case ZOOM -> "zoomPhoneCloudPeering";
        };
    }

    static String path(Service service) {
        return "serviceDetails." + of(service);
    }
}
