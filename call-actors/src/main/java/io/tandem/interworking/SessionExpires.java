package io.tandem.interworking;

import io.tandem.leg.SessionTimer;
import io.tandem.port.TrunkSessions;
import io.tandem.port.TrunkSessions.Timer;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What requests and responses say of session timers, and what a leg makes of it (RFC 4028, TSP-115). Each leg has its
 * own, whatever the other one does.
 */
public final class SessionExpires {
    public static final String OPTION = "timer";
    private static final int MOST_SECONDS = 86_400;

    private SessionExpires() {}

    /** A Session-Expires: its seconds and who refreshes, if it says so. */
    private record Said(int seconds, Optional<Boolean> byUac) {}

    /** A message with the timer that it brings about on its leg. */
    public record Agreed<M extends SipMessage>(M message, SessionTimer timer) {}

    /**
     * What a request of ours asks for (§7.1).
     *
     * @param timer of its leg; {@link SessionTimer#NONE} in the INVITE that begins it
     */
    public static SipRequest asking(SipRequest request, TrunkSessions trunk, SessionTimer timer) {
        if (trunk.timer() == Timer.OFF) {
            return request;
        }
        SipRequest.Builder asking = request.toBuilder().add(HeaderName.SUPPORTED, OPTION);
        boolean inDialog = request.toTag().isPresent();
        if (timer.isOn() && inDialog) {
            asking.add(HeaderName.SESSION_EXPIRES, Math.max(timer.seconds(), timer.least()) + ";refresher="
                    + (timer.ours() ? "uac" : "uas"));
        } else if (trunk.timer() == Timer.OFFER) {
            asking.add(HeaderName.SESSION_EXPIRES, Integer.toString(wanted(trunk, timer)));
        }
        int least = Math.max(timer.least(), (int) trunk.least().toSeconds());
        if (least > SessionTimer.LEAST_SECONDS) {
            asking.add(HeaderName.MIN_SE, Integer.toString(least));
        }
        return asking.build();
    }

    private static int wanted(TrunkSessions trunk, SessionTimer timer) {
        return Math.max((int) trunk.expires().toSeconds(), timer.least());
    }

    /** What a 2xx to a request of ours brings about (§7.2). A peer that knows no timers is refreshed by us alone. */
    public static SessionTimer answered(SipResponse answer, TrunkSessions trunk, SessionTimer before, Instant now) {
        if (trunk.timer() == Timer.OFF) {
            return SessionTimer.NONE;
        }
        SessionTimer known = before.knowing(leastOf(answer));
        Optional<Said> said = said(answer);
        if (said.isPresent()) {
            return SessionTimer.agreed(said.get().seconds(), said.get().byUac().orElse(true), true, known.least(), now);
        }
        return trunk.timer() == Timer.OFFER
                ? SessionTimer.agreed(known.isOn() ? known.seconds() : wanted(trunk, known), true, false,
                        known.least(), now)
                : SessionTimer.NONE.knowing(known.least());
    }

    /** Our 2xx to a request of the peer's, and what it brings about (§9). */
    public static Agreed<SipResponse> answering(SipRequest request, SipResponse answer, TrunkSessions trunk,
            SessionTimer before, Instant now) {
        if (trunk.timer() == Timer.OFF) {
            return new Agreed<>(answer, SessionTimer.NONE);
        }
        SessionTimer known = before.knowing(leastOf(request));
        Optional<Said> said = said(request);
        if (said.isEmpty() && trunk.timer() == Timer.ACCEPT) {
            return new Agreed<>(answer, SessionTimer.NONE.knowing(known.least()));
        }
        boolean theirs = said.isPresent() && supports(request) && said.get().byUac().orElse(true);
        int seconds = said.map(asked -> shortened(asked.seconds(), trunk, known)).orElse(wanted(trunk, known));
        SipResponse.Builder response = answer.toBuilder()
                .add(HeaderName.SUPPORTED, OPTION)
                .add(HeaderName.SESSION_EXPIRES, seconds + ";refresher=" + (theirs ? "uac" : "uas"));
        if (theirs) {
            response.add(HeaderName.REQUIRE, OPTION);
        }
        return new Agreed<>(response.build(), SessionTimer.agreed(seconds, !theirs, supports(request), known.least(),
                now));
    }

    /** An interval may be made shorter, not below what the peer takes (§9). */
    private static int shortened(int asked, TrunkSessions trunk, SessionTimer known) {
        return Math.min(asked, wanted(trunk, known));
    }

    /** Whether that interval is refused (§9): the sender understands 422, and asks for less than the trunk takes. */
    public static boolean isTooShort(SipRequest request, TrunkSessions trunk) {
        return trunk.timer() != Timer.OFF && supports(request)
                && seconds(request).stream().anyMatch(asked -> asked < trunk.least().toSeconds());
    }

    /** What a 422 names as the least; empty where it names nothing that can be asked for. */
    public static OptionalInt leastOf422(SipResponse refusal) {
        int least = refusal.status() == 422 ? leastOf(refusal) : 0;
        return least > 0 ? OptionalInt.of(least) : OptionalInt.empty();
    }

    private static int leastOf(SipMessage message) {
        int least = message.headers().first(HeaderName.MIN_SE).map(SessionExpires::leadingNumber).orElse(0);
        return least > MOST_SECONDS ? 0 : least;
    }

    private static boolean supports(SipMessage message) {
        return message.headers().values(HeaderName.SUPPORTED).stream().anyMatch(OPTION::equalsIgnoreCase)
                || message.headers().values(HeaderName.REQUIRE).stream().anyMatch(OPTION::equalsIgnoreCase);
    }

    private static OptionalInt seconds(SipMessage message) {
        return message.headers()
                .first(HeaderName.SESSION_EXPIRES)
                .map(value -> OptionalInt.of(leadingNumber(value)))
                .orElse(OptionalInt.empty());
    }

    private static Optional<Said> said(SipMessage message) {
        return message.headers().first(HeaderName.SESSION_EXPIRES).map(value -> {
            int seconds = Math.clamp(leadingNumber(value), SessionTimer.LEAST_SECONDS, MOST_SECONDS);
            String rest = value.toLowerCase(Locale.ROOT).replace(" ", "");
            return new Said(seconds, rest.contains(";refresher=uac")
                    ? Optional.of(true)
                    : rest.contains(";refresher=uas") ? Optional.of(false) : Optional.empty());
        });
    }

    /** Above what anybody waits for it makes no difference. */
    private static int leadingNumber(String text) {
        String value = text.strip();
        int number = 0;
        for (int i = 0; i < value.length() && value.charAt(i) >= '0' && value.charAt(i) <= '9'; i++) {
            number = Math.min(number * 10 + value.charAt(i) - '0', MOST_SECONDS + 1);
        }
        return number;
    }
}
