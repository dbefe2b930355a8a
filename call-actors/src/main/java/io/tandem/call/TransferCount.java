package io.tandem.call;

import io.tandem.call.Transferral.Kind;
import io.tandem.call.Transferral.Outcome;
import java.util.List;
import java.util.Optional;

/** Tells the listeners what has become of a transfer, in the step in which its end is known. */
final class TransferCount {
    private TransferCount() {}

    static Decision of(CallState before, Decision decided) {
        if (!(before instanceof CallState.Talking talking) || talking.transfer().isEmpty()) {
            return decided;
        }
        Optional<Kind> kind = kind(talking.transfer().get());
        int status = status(decided.next());
        return kind.isEmpty() || status == 0
                ? decided
                : decided.then(List.of(new CallEffect.Transferred(kind.get(), Outcome.of(status))));
    }

    /** Empty where it is over already, or another call's. */
    private static Optional<Kind> kind(Transfer transfer) {
        return switch (transfer) {
            case Transfer.Replacing replacing when BetweenCalls.isThere(replacing.newcomer()) -> Optional.empty();
            case Transfer.Replacing _ -> Optional.of(Kind.REPLACED);
            case Transfer.Leaving _,
                    Transfer.Lent _ -> Optional.empty();
            case Transfer.Routing _,
                    Transfer.Targeting _,
                    Transfer.Joining _,
                    Transfer.Inviting _,
                    Transfer.Answered _ ->
                    transfer.refer()
                            .map(refer -> refer.replaces().isPresent() ? Kind.ATTENDED : Kind.BLIND);
        };
    }

    private static int status(CallState next) {
        List<Transferral> all = Rewriting.facts(next).map(CallFacts::transfers).orElse(List.of());
        return all.isEmpty() ? 0 : all.getLast().status();
    }
}
