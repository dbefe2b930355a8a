package io.tandem.tenant;

/** How far a change has come towards the service that it is for (PRV-15, PRV-28, PRV-46). */
public enum ProvisioningStatus {
    PENDING("pending"), SYNCED("synced"), FAILED("failed");

    private final String label;

    ProvisioningStatus(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
