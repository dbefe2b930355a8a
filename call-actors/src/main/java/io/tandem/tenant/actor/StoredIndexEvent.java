package io.tandem.tenant.actor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tandem.port.CborMessage;
import io.tandem.tenant.AccountIndex;

/** The account index's event as the journal keeps it: the name beside it is for ever. */
public record StoredIndexEvent(
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event") @JsonSubTypes({
                @Type(value = AccountIndex.Event.AccountListed.class, name = "account-listed"),
                @Type(value = AccountIndex.Event.AccountStruck.class, name = "account-struck")}) AccountIndex.Event event)
        implements
            CborMessage {}
