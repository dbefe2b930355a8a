package io.tandem.interworking;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Microsoft's own headers (TSP-70 to TSP-74). What an INVITE carries over is listed here; nothing else of them crosses,
 * X-MS-SBC never.
 */
public final class MicrosoftHeaders {
    private static final List<String> PREFIXES = List.of("x-ms-", "ms-");
    /** TSP-73: meant for us, and said in the call's timeline. */
    private static final List<HeaderName> MEDIA_PATH = List.of(HeaderName.X_MS_USER_LOCATION,
            HeaderName.X_MS_MEDIA_PATH, HeaderName.X_MS_USER_SITE);
    private static final Set<HeaderName> HANDLED = Set.of(HeaderName.X_MS_SBC, HeaderName.X_MS_TENANT_ID,
            HeaderName.X_MS_FMC, HeaderName.X_MS_USER_LOCATION, HeaderName.X_MS_MEDIA_PATH, HeaderName.X_MS_USER_SITE);
    private static final int TOLD_NAMES = 16;
    private static final int TOLD_CHARS = 200;

    private MicrosoftHeaders() {}

    /** Whether configuration may let it pass to the core (TSP-74): one that is none of those handled here. */
    public static boolean mayPass(HeaderName name) {
        return !HANDLED.contains(name) && PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** Completes the INVITE for one trunk with what that of the other says in them. */
    public static void copy(Headers received, PeerGroup from, PeerGroup to, SipRequest.Builder invite) {
        switch (to.side()) {
            case CORE -> {
                mobile(received, from, invite);
                tenant(received, to.profile().proprietary(), invite);
                from.profile().proprietary().passed().forEach(name -> copy(received, name, invite));
            }
            case MPS -> mobile(received, to, invite);
        }
    }

    /** TSP-72: both ways on a trunk of Teams Phone Mobile, and on no other. */
    private static void mobile(Headers received, PeerGroup microsoft, SipRequest.Builder invite) {
        if (isMobile(microsoft)) {
            copy(received, HeaderName.X_MS_FMC, invite);
        }
    }

    private static boolean isMobile(PeerGroup microsoft) {
        return microsoft.services().contains(Service.TEAMS_PHONE_MOBILE);
    }

    /** TSP-71, F-28, F-29. */
    private static void tenant(Headers received, Proprietary core, SipRequest.Builder invite) {
        if (core.tenantId()) {
            copy(received, HeaderName.X_MS_TENANT_ID, invite);
        }
        if (core.tenantHeader().isPresent()) {
            received.first(HeaderName.X_MS_TENANT_ID)
                    .ifPresent(tenant -> invite.add(core.tenantHeader().get(), tenant));
        }
    }

    private static void copy(Headers received, HeaderName name, SipRequest.Builder invite) {
        if (received.contains(name)) {
            invite.copy(received, name);
        }
    }

    /** What a request from Microsoft says to us alone, and which headers of Microsoft's end here, in words. */
    public static List<String> notes(Headers received, PeerGroup from) {
        List<String> notes = new ArrayList<>(0);
        for (HeaderName name : MEDIA_PATH) {
            received.first(name).ifPresent(value -> notes.add(name + ": " + bounded(value)));
        }
        List<HeaderName> stripped = new ArrayList<>(0);
        for (String prefix : PREFIXES) {
            received.namesWith(prefix)
                    .stream()
                    .filter(name -> isStripped(name, from))
                    .forEach(stripped::add);
        }
        if (!stripped.isEmpty()) {
            notes.add("not passed to the core: " + stripped.stream()
                    .limit(TOLD_NAMES)
                    .map(HeaderName::canonical)
                    .collect(Collectors.joining(", ")) + (stripped.size() > TOLD_NAMES ? " …" : ""));
        }
        return notes;
    }

    private static boolean isStripped(HeaderName name, PeerGroup from) {
        if (name.equals(HeaderName.X_MS_FMC)) {
            return !isMobile(from);
        }
        return !HANDLED.contains(name) && !from.profile().proprietary().passed().contains(name);
    }

    private static String bounded(String value) {
        return value.length() <= TOLD_CHARS ? value : value.substring(0, TOLD_CHARS) + "…";
    }
}
