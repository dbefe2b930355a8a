package io.tandem.tenant;

import io.tandem.port.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The services of a number; one that was never given is absent, which means off (PRV-22, PRV-23). */
public record NumberServices(Optional<UploadedService> teamsOperatorConnect, Optional<UploadedService> teamsPhoneMobile,
        Optional<Boolean> teamsDirectRouting, Optional<Boolean> zoomPhoneCloudPeering,
        Optional<Boolean> azureOperatorCallProtection) {
    public static final NumberServices NONE = new NumberServices(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty());

    public boolean enables(Service service) {
        return switch (service) {
            case OPERATOR_CONNECT -> teamsOperatorConnect.filter(UploadedService::enabled).isPresent();
            case TEAMS_PHONE_MOBILE -> teamsPhoneMobile.filter(UploadedService::enabled).isPresent();
            case DIRECT_ROUTING -> teamsDirectRouting.orElse(false);
            case ZOOM -> zoomPhoneCloudPeering.orElse(false);
        };
    }

    public List<Service> enabled() {
        List<Service> enabled = new ArrayList<>(1);
        for (Service service : Service.values()) {
            if (enables(service)) {
                enabled.add(service);
            }
        }
        return enabled;
    }

    /** The service that calls of the number belong to: at most one is enabled (PRV-27). */
    public Optional<Service> service() {
        return enabled().stream().findFirst();
    }
}
