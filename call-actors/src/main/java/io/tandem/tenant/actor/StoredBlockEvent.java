package io.tandem.tenant.actor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tandem.port.CborMessage;
import io.tandem.tenant.NumberBlock;

/** A number block's event as the journal keeps it: the name beside it is for ever. */
public record StoredBlockEvent(
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event") @JsonSubTypes({
                @Type(value = NumberBlock.Event.NumberClaimed.class, name = "number-claimed"),
                @Type(value = NumberBlock.Event.NumberFreed.class, name = "number-freed")}) NumberBlock.Event event)
        implements
            CborMessage {}
