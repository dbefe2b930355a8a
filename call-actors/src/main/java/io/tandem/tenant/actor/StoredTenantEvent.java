package io.tandem.tenant.actor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tandem.port.CborMessage;
import io.tandem.tenant.TenantEvent;

/** A tenant's event as the journal keeps it: the name beside it is for ever, whatever becomes of the class. */
public record StoredTenantEvent(
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event") @JsonSubTypes({
                @Type(value = TenantEvent.AccountWished.class, name = "account-wished"),
                @Type(value = TenantEvent.AccountSettled.class, name = "account-settled"),
                @Type(value = TenantEvent.AccountRefused.class, name = "account-refused"),
                @Type(value = TenantEvent.AccountClosing.class, name = "account-closing"),
                @Type(value = TenantEvent.AccountDeleted.class, name = "account-deleted"),
                @Type(value = TenantEvent.NumberWished.class, name = "number-wished"),
                @Type(value = TenantEvent.NumberSettled.class, name = "number-settled"),
                @Type(value = TenantEvent.NumberRefused.class, name = "number-refused"),
                @Type(value = TenantEvent.NumberReleasing.class, name = "number-releasing"),
                @Type(value = TenantEvent.NumberReleased.class, name = "number-released")}) TenantEvent event)
        implements
            CborMessage {}
