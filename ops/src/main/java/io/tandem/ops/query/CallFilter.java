package io.tandem.ops.query;

import io.tandem.port.CallSummary;
import java.util.List;
import java.util.Optional;

/**
 * Which calls to list; every part that is there must hold.
 *
 * @param account name of the account
 * @param number calling or called number: all of it, or its last digits
 * @param state one of {@link #STATES}
 */
public record CallFilter(Optional<String> account, Optional<String> number, Optional<String> state) {
    public static final CallFilter ALL = new CallFilter(Optional.empty(), Optional.empty(), Optional.empty());

    /** The states of a call that is up, in the order of its life. */
    public static final List<String> STATES = List.of("Routing", "Offering", "Ringing", "Talking", "Releasing");

    boolean passes(CallSummary call) {
        return (account.isEmpty() || account.equals(call.account()))
                && (number.isEmpty() || matches(call.calling()) || matches(call.called()))
                && (state.isEmpty() || state.get().equals(call.state()));
    }

    private boolean matches(String of) {
        String wanted = number.get();
        return of.equals(wanted) || isDigits(wanted) && of.endsWith(wanted);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
