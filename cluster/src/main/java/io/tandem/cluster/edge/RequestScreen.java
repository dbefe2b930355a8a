package io.tandem.cluster.edge;

import io.tandem.interworking.Methods;
import io.tandem.interworking.Reliability;
import io.tandem.interworking.SessionExpires;
import io.tandem.port.CallId;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.EdgeListener.Refusal;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a request is for (RFC 3261 §8.2, §12.2.2), and the answers that need no call. Pure. */
final class RequestScreen {
    /** Extensions we have, for Supported and Require; a trunk may be without (TSP-116). */
    private static final Set<String> EXTENSIONS = Set.of(Reliability.OPTION, SessionExpires.OPTION, "replaces",
            "norefersub");

    private static final Set<String> DESCRIPTIONS = Set.of("application/sdp", "application/*", "*/*");

    sealed interface Verdict {
        /** An INVITE that starts a call. */
        record NewCall() implements Verdict {}

        /** A request inside a dialog of that call. */
        record InDialog(CallId call) implements Verdict {}

        /** A question what we can do. */
        record Options() implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    private static final Verdict NEW_CALL = new Verdict.NewCall();
    private static final Verdict OPTIONS = new Verdict.Options();

    private RequestScreen() {}

    /** Any request but ACK and CANCEL. The order of the checks is that of §8.2. */
    static Verdict screen(SipRequest request) {
        if (!request.method().known()) {
            return new Verdict.Refused(Refusal.METHOD_UNKNOWN);
        }
        Optional<String> tag = request.toTag();
        return tag.isPresent() ? inDialog(request, tag.get()) : outOfDialog(request);
    }

    private static Verdict inDialog(SipRequest request, String tag) {
        Optional<CallId> call = CallId.fromTag(tag);
        if (call.isEmpty()) {
            return new Verdict.Refused(Refusal.NO_DIALOG);
        }
        return missingExtensions(request).isEmpty()
                ? new Verdict.InDialog(call.get())
                : new Verdict.Refused(Refusal.EXTENSION);
    }

    private static Verdict outOfDialog(SipRequest request) {
        boolean options = request.method().equals(SipMethod.OPTIONS);
        if (!options && !request.method().equals(SipMethod.INVITE)) {
            // §15.1.2: a BYE without its dialog; what we take nowhere at all is no matter of dialogs
            return new Verdict.Refused(
                    Methods.allowed(request.method()) ? Refusal.NO_DIALOG : Refusal.METHOD_NOT_ALLOWED);
        }
        if (!options && request.maxForwards() == 0) { // §11: OPTIONS may be answered by whoever it ends at
            return new Verdict.Refused(Refusal.MAX_FORWARDS);
        }
        if (request.requestUri() instanceof OtherUri) {
            return new Verdict.Refused(Refusal.URI_SCHEME);
        }
        if (!missingExtensions(request).isEmpty()) {
            return new Verdict.Refused(Refusal.EXTENSION);
        }
        if (options) {
            return OPTIONS;
        }
        return takesSessionDescriptions(request) ? NEW_CALL : new Verdict.Refused(Refusal.NOT_ACCEPTABLE);
    }

    /** Without an Accept that names something, application/sdp is meant. */
    private static boolean takesSessionDescriptions(SipRequest invite) {
        if (!invite.headers().contains(HeaderName.ACCEPT)) {
            return true;
        }
        List<String> ranges = invite.headers().values(HeaderName.ACCEPT);
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> DESCRIPTIONS.contains(mediaRange(range)));
    }

    private static String mediaRange(String range) {
        int parameters = range.indexOf(';');
        return (parameters < 0 ? range : range.substring(0, parameters)).replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }

    /**
     * @param toTag ours, for a response outside any dialog
     * @param setUp of the sender's trunk
     */
    static SipResponse refusal(SipRequest request, Refusal refusal, String toTag, TrunkSetUp setUp) {
        SipResponse.Builder response = SipResponse.to(request, refusal.status()).toTag(toTag);
        switch (refusal) {
            case METHOD_NOT_ALLOWED -> response.set(HeaderName.ALLOW, allow(setUp));
            case EXTENSION -> response.set(HeaderName.UNSUPPORTED, String.join(", ", missingExtensions(request)));
            case NOT_ACCEPTABLE -> response.set(HeaderName.ACCEPT, "application/sdp");
            case MAX_FORWARDS, METHOD_UNKNOWN, URI_SCHEME, NO_DIALOG, DRAINING -> {
            }
        }
        return response.build();
    }

    /** Microsoft resolves a transfer itself where REFER is not named (TSP-110). */
    private static String allow(TrunkSetUp setUp) {
        return setUp.transfers() ? Methods.ALLOW : Methods.ALLOW_WITHOUT_REFER;
    }

    /** §11.2: what an INVITE from there would find. */
    static SipResponse options(SipRequest request, String toTag, TrunkSetUp setUp) {
        return SipResponse.to(request, 200)
                .toTag(toTag)
                .set(HeaderName.ALLOW, allow(setUp))
                .set(HeaderName.ACCEPT,
                        "application/sdp")
                .set(HeaderName.SUPPORTED,
                        (setUp.offersReliability() ? Reliability.OPTION + ", " : "") + Methods.SUPPORTED)
                .build();
    }

    private static List<String> missingExtensions(SipRequest request) {
        if (!request.headers().contains(HeaderName.REQUIRE)) {
            return List.of();
        }
        return request.headers()
                .values(HeaderName.REQUIRE)
                .stream()
                .filter(
                        option -> !option.isEmpty() && !EXTENSIONS.contains(option))
                .toList();
    }
}
