package io.tandem.tenant;

import io.tandem.port.Service;

/** An account as it is read: its settings and what the gateway knows of it (PRV §3.1). */
public record Account(AccountSettings settings, NumberCounts numberCounts, ProvisioningStatus status) {

    /**
     * The account of those settings. While a service is to be synchronised the account is pending: nothing has told us
     * yet that the other side knows it (PRV-46); without one it is synced as it stands (PRV-47).
     */
    static Account of(AccountSettings settings, NumberCounts counts) {
        AccountServices services = settings.serviceDetails();
        boolean waiting = services.syncs(Service.OPERATOR_CONNECT)
                || services.syncs(Service.TEAMS_PHONE_MOBILE);
        return new Account(settings, counts, waiting ? ProvisioningStatus.PENDING : ProvisioningStatus.SYNCED);
    }
}
