package io.tandem.interworking.rules;

import io.tandem.sip.message.MessageBuilder;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A message after one action, and what was done, in words. */
record Edit(SipMessage message, String what) {

    /** Empty when the action finds nothing to change, or would write what is none of a header's. */
    static Optional<Edit> of(RuleAction action, SipMessage message, List<String> captures) {
        return switch (action) {
            case RuleAction.Add add -> HeaderEdits.add(message, add.header(), add.value().fill(captures));
            case RuleAction.Set set -> HeaderEdits.set(message, set, captures);
            case RuleAction.SetParameter set -> HeaderEdits.setParameter(message, set, captures);
            case RuleAction.Remove remove -> HeaderEdits.remove(message, remove);
            case RuleAction.RemoveParameter remove -> HeaderEdits.removeParameter(message, remove);
            case RuleAction.Rename rename -> HeaderEdits.rename(message, rename.header(), rename.to());
            case RuleAction.Copy copy -> HeaderEdits.copy(message, copy);
            case RuleAction.AddLine add -> DescriptionEdits.add(message, add.section(), add.line());
            case RuleAction.RemoveLines remove ->
                    DescriptionEdits.remove(message, remove.section(), remove.matches());
        };
    }

    static SipMessage changed(SipMessage message, Consumer<MessageBuilder<?>> change) {
        return switch (message) {
            case SipRequest request -> {
                SipRequest.Builder builder = request.toBuilder();
                change.accept(builder);
                yield builder.build();
            }
            case SipResponse response -> {
                SipResponse.Builder builder = response.toBuilder();
                change.accept(builder);
                yield builder.build();
            }
        };
    }
}
