package io.tandem.call.actor;

import io.tandem.call.CallInput;
import io.tandem.port.actor.ActorRefs;
import io.tandem.port.actor.NamedCbor;
import java.io.NotSerializableException;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What calls are told from other nodes and what they say there, under names that outlive classes. An input goes under its
 * own name; those that a call's own node alone makes ({@link CallActor.Own}) have none.
 */
public final class CallMessageSerializer extends SerializerWithStringManifest {
    /** Never given to another serializer of ours. */
    private static final int IDENTIFIER = 0x7a4d04;

    /** Inputs that may come from another node. */
    static final Map<String, Class<?>> INPUTS = Map.ofEntries(
            Map.entry("invite-received", CallInput.InviteReceived.class),
            Map.entry("request-received", CallInput.RequestReceived.class),
            Map.entry("ack-received", CallInput.AckReceived.class),
            Map.entry("cancel-received", CallInput.CancelReceived.class),
            Map.entry("response-received", CallInput.ResponseReceived.class),
            Map.entry("stray-answer-received", CallInput.StrayAnswerReceived.class),
            Map.entry("transaction-timed-out", CallInput.TransactionTimedOut.class),
            Map.entry("transport-failed", CallInput.TransportFailed.class),
            Map.entry("ack-missing", CallInput.AckMissing.class),
            Map.entry("far-side-asked", CallInput.FarSideAsked.class),
            Map.entry("far-side-found", CallInput.FarSideFound.class),
            Map.entry("far-side-returned", CallInput.FarSideReturned.class),
            Map.entry("hang-up", CallInput.HangUp.class),
            Map.entry("stopping", CallInput.Stopping.class),
            Map.entry("resumed", CallInput.Resumed.class));

    /** The rest of what crosses. */
    static final Map<String, Class<?>> OTHERS = Map.of("view", CallActor.View.class, "viewed", CallActor.Viewed.class,
            "stop", CallActor.Stop.class);

    private final NamedCbor inputs;
    private final NamedCbor others;

    public CallMessageSerializer(ExtendedActorSystem system) {
        inputs = NamedCbor.of(INPUTS, new CallTypes());
        others = NamedCbor.of(OTHERS, new CallTypes(), ActorRefs.of(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message instanceof CallActor.Input(CallInput input, _) ? inputs.name(input) : others.name(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        return message instanceof CallActor.Input(CallInput input, _) ? inputs.write(input) : others.write(message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return INPUTS.containsKey(manifest)
                ? new CallActor.Input((CallInput) inputs.read(bytes, manifest), true)
                : others.read(bytes, manifest);
    }
}
