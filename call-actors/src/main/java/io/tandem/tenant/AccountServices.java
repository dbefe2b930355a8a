package io.tandem.tenant;

import io.tandem.port.Service;
import java.util.Optional;

/** The services of an account; one that was never given is absent, which means off (PRV-11 to PRV-14). */
public record AccountServices(Optional<String> teamsTenantId, Optional<SyncedService> teamsOperatorConnect,
        Optional<SyncedService> teamsPhoneMobile, Optional<SyncedService> zoomPhoneCloudPeering,
        Optional<DirectRoutingService> teamsDirectRouting, Optional<Boolean> azureOperatorCallProtection) {
    public static final AccountServices NONE = new AccountServices(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());

    public boolean enables(Service service) {
        return switch (service) {
            case OPERATOR_CONNECT -> teamsOperatorConnect.filter(SyncedService::enabled).isPresent();
            case TEAMS_PHONE_MOBILE -> teamsPhoneMobile.filter(SyncedService::enabled).isPresent();
            case ZOOM -> zoomPhoneCloudPeering.filter(SyncedService::enabled).isPresent();
            case DIRECT_ROUTING -> teamsDirectRouting.filter(DirectRoutingService::enabled).isPresent();
        };
    }

    public boolean protectsCalls() {
        return azureOperatorCallProtection.orElse(false);
    }

    /** Whether numbers of that service are uploaded; Direct Routing and Zoom have nothing to upload to (PRV-47). */
    public boolean syncs(Service service) {
        return switch (service) {
            case OPERATOR_CONNECT -> teamsOperatorConnect.filter(AccountServices::synced).isPresent();
            case TEAMS_PHONE_MOBILE -> teamsPhoneMobile.filter(AccountServices::synced).isPresent();
            case ZOOM, DIRECT_ROUTING -> false;
        };
    }

    public Optional<String> subdomain() {
        return teamsDirectRouting.flatMap(DirectRoutingService::subdomain);
    }

    private static boolean synced(SyncedService service) {
        return service.enabled() && service.syncEnabled();
    }
}
