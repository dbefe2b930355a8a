package io.tandem.tenant;

import io.tandem.port.Service;

/** A number as it is read (PRV §3.2). */
public record ProvisionedNumber(String accountName, NumberSettings settings, ProvisioningStatus status) {

    /** The number, pending while its service is to be synchronised (PRV-46, PRV-47). */
    static ProvisionedNumber of(AccountSettings account, NumberSettings settings) {
        AccountServices services = account.serviceDetails();
        boolean waiting = false;
        for (Service service : settings.serviceDetails().enabled()) {
            waiting |= services.syncs(service);
        }
        return new ProvisionedNumber(account.name(), settings,
                waiting ? ProvisioningStatus.PENDING : ProvisioningStatus.SYNCED);
    }
}
