package io.tandem.interworking;

import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The dialog that an INVITE is to take the place of (RFC 3891 §6.1).
 *
 * @param toTag the tag of the one who gets that INVITE
 * @param fromTag the tag of the other end
 * @param earlyOnly whether only a dialog that is not confirmed may be replaced
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {

    /** What an INVITE says of it. */
    public sealed interface Read {
        /** It replaces nothing. */
        record None() implements Read {}

        record One(Replaces dialog) implements Read {}

        /** Two of them, one beside a Join, or one that cannot be read: 400 (RFC 3891 §3). */
        record Malformed(String reason) implements Read {}
    }

    public static Read of(Headers headers) {
        if (!headers.contains(HeaderName.REPLACES)) {
            return new Read.None();
        }
        List<String> values = headers.all(HeaderName.REPLACES);
        if (values.size() > 1 || headers.contains(HeaderName.JOIN)) {
            return new Read.Malformed("one Replaces and no Join is allowed");
        }
        return parse(values.getFirst()).<Read>map(Read.One::new)
                .orElseGet(() -> new Read.Malformed(
                        "Replaces names a Call-ID, one to-tag and one from-tag"));
    }

    /** The header's value: {@code call-id;to-tag=…;from-tag=…}. */
    static Optional<Replaces> parse(String value) {
        int end = value.indexOf(';');
        if (end <= 0 || value.indexOf(',') >= 0) {
            return Optional.empty();
        }
        String callId = value.substring(0, end).strip();
        return Parameters.parse(value.substring(end)).filter(Replaces::once).flatMap(parameters -> {
            Optional<String> to = parameters.get("to-tag");
            Optional<String> from = parameters.get("from-tag");
            return callId.isEmpty() || to.isEmpty() || from.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Replaces(callId, to.get(), from.get(), parameters.has("early-only")));
        });
    }

    private static boolean once(Parameters parameters) {
        return parameters.names().stream().filter("to-tag"::equalsIgnoreCase).count() == 1
                && parameters.names().stream().filter("from-tag"::equalsIgnoreCase).count() == 1;
    }

    /** The one in the headers of a URI: {@code ?Replaces=…}, escaped (RFC 3891 §6.2). @return empty: there is none */
    static Optional<String> inUri(String headers) {
        for (String header : headers.split("&")) {
            int equal = header.indexOf('=');
            if (equal > 0 && header.substring(0, equal).equalsIgnoreCase("Replaces")) {
                return Optional.of(unescaped(header.substring(equal + 1)));
            }
        }
        return Optional.empty();
    }

    private static String unescaped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            bytes[length++] = low < 0 ? bytes[i] : (byte) (high << 4 | low);
            i += low < 0 ? 0 : 2;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Whether it names that dialog, as the end that gets the INVITE sees it. */
    public boolean names(DialogId dialog) {
        return dialog.callId().equals(callId) && dialog.localTag().equals(toTag)
                && (dialog.remoteTag().equals(fromTag) || dialog.remoteTag().isEmpty() && fromTag.equals("0"));
    }

    /** The header's value. */
    public String text() {
        return callId + ";to-tag=" + toTag + ";from-tag=" + fromTag + (earlyOnly ? ";early-only" : "");
    }
}
