package io.tandem.tenant;

import io.tandem.port.Service;
import java.util.Optional;

/** How many numbers of an account have each service enabled ({@code numberCount}, PRV-12). */
public record NumberCounts(int teamsOperatorConnect, int teamsPhoneMobile, int teamsDirectRouting,
        int zoomPhoneCloudPeering, int azureOperatorCallProtection) {
    public static final NumberCounts NONE = new NumberCounts(0, 0, 0, 0, 0);

    public int of(Service service) {
        return switch (service) {
            case OPERATOR_CONNECT -> teamsOperatorConnect;
            case TEAMS_PHONE_MOBILE -> teamsPhoneMobile;
            case DIRECT_ROUTING -> teamsDirectRouting;
            case ZOOM -> zoomPhoneCloudPeering;
        };
    }

    public NumberCounts plus(NumberServices services) {
        return changed(services, 1);
    }

    NumberCounts minus(NumberServices services) {
        return changed(services, -1);
    }

    private NumberCounts changed(NumberServices services, int by) {
        return new NumberCounts(
                teamsOperatorConnect + (on(services.teamsOperatorConnect().map(UploadedService::enabled)) ? by : 0),
                teamsPhoneMobile + (on(services.teamsPhoneMobile().map(UploadedService::enabled)) ? by : 0),
                teamsDirectRouting + (on(services.teamsDirectRouting()) ? by : 0),
                zoomPhoneCloudPeering + (on(services.zoomPhoneCloudPeering()) ? by : 0),
                azureOperatorCallProtection + (on(services.azureOperatorCallProtection()) ? by : 0));
    }

    private static boolean on(Optional<Boolean> enabled) {
        return enabled.orElse(false);
    }
}
