package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;
import java.util.List;
import java.util.Optional;

/** Accounts and numbers for tests. */
public final class Samples {
    public static final String TENANT_ID = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    private Samples() {}

    public static PhoneNumber number(String e164) {
        return PhoneNumber.parse(e164).orElseThrow();
    }

    /** An account with Operator Connect, local only. */
    public static AccountSettings account(String name) {
        return new AccountSettings(name, Optional.of("crm-1"),
                new AccountServices(Optional.empty(), Optional.of(new SyncedService(true, false)), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** An account with everything that an account can have. */
    public static AccountSettings fullAccount(String name) {
        return new AccountSettings(name, Optional.of("crm-2"),
                new AccountServices(Optional.of(TENANT_ID), Optional.of(new SyncedService(true, true)),
                        Optional.of(new SyncedService(true, false)), Optional.of(new SyncedService(true, false)),
                        Optional.of(new DirectRoutingService(true, true, false, Optional.of("contoso"),
                                Optional.of("ms=1"), Optional.of("ms=2"))),
                        Optional.of(true)));
    }

    public static NumberSettings operatorConnectNumber(String e164) {
        return new NumberSettings(number(e164), Optional.of("header-1"),
                new NumberServices(Optional.of(new UploadedService(true, false, Optional.empty())), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.empty()));
    }

    public static NumberSettings directRoutingNumber(String e164) {
        return new NumberSettings(number(e164), Optional.empty(), new NumberServices(Optional.empty(),
                Optional.empty(), Optional.of(true), Optional.empty(), Optional.empty()));
    }

    /** A number with everything that an Operator Connect number can have. */
    public static NumberSettings fullNumber(String e164) {
        UploadConfiguration configuration = new UploadConfiguration(NumberUsage.CALLING_USER_ASSIGNMENT,
                List.of(NumberCapability.INBOUND_CALLING, NumberCapability.OUTBOUND_CALLING),
                List.of(NumberUsage.CONFERENCE_ASSIGNMENT), Optional.of("address-1"), Optional.of("location-1"), true,
                Optional.of("GB"));
        return new NumberSettings(number(e164), Optional.of("header-2"),
                new NumberServices(Optional.of(new UploadedService(true, true, Optional.of(configuration))),
                        Optional.empty(), Optional.of(false), Optional.of(false), Optional.of(true)));
    }
}
