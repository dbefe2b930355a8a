package io.tandem.tenant.actor;

import io.tandem.port.actor.ActorRefs;
import io.tandem.port.actor.NamedCbor;
import io.tandem.tenant.TenantReply;
import java.io.NotSerializableException;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What tenants, blocks, the index and the nodes' copies of them tell each other, under names that outlive classes. */
public final class TenantMessageSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d05;

    static final Map<String, Class<?>> MESSAGES = Map.ofEntries(
            Map.entry("tenant-request", TenantActor.Request.class),
            Map.entry("tenant-heard", TenantActor.Heard.class),
            Map.entry("account-stored", TenantReply.AccountStored.class),
            Map.entry("account-found", TenantReply.AccountFound.class),
            Map.entry("account-gone", TenantReply.AccountGone.class),
            Map.entry("number-stored", TenantReply.NumberStored.class),
            Map.entry("number-found", TenantReply.NumberFound.class),
            Map.entry("number-gone", TenantReply.NumberGone.class),
            Map.entry("account-page", TenantReply.AccountPage.class),
            Map.entry("number-page", TenantReply.NumberPage.class),
            Map.entry("refused", TenantReply.Refused.class),
            Map.entry("claim", NumberBlockActor.Claim.class),
            Map.entry("release", NumberBlockActor.Release.class),
            Map.entry("read-block", NumberBlockActor.Read.class),
            Map.entry("block-contents", NumberBlockActor.Contents.class),
            Map.entry("block-changed", NumberBlockActor.Changed.class),
            Map.entry("list-account", AccountIndexActor.ListAccount.class),
            Map.entry("strike-account", AccountIndexActor.StrikeAccount.class),
            Map.entry("read-names", AccountIndexActor.ReadNames.class),
            Map.entry("names", AccountIndexActor.Names.class),
            Map.entry("read-customers", AccountIndexActor.ReadCustomers.class),
            Map.entry("customers-page", CustomerFeed.Page.class),
            Map.entry("customer-changed", CustomerFeed.Changed.class));

    private final NamedCbor messages;

    public TenantMessageSerializer(ExtendedActorSystem system) {
        messages = NamedCbor.of(MESSAGES, ActorRefs.of(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return messages.name(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        return messages.write(message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return messages.read(bytes, manifest);
    }
}
