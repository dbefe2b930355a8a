package io.tandem.interworking;

import io.tandem.port.PeerGroup;
import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.Multipart;
import io.tandem.sip.message.SipRequest;
import io.tandem.tenant.number.CalledNumber;
import io.tandem.tenant.number.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The telephone numbers that the place of a call for help has (ELIN, F-146), as its PIDF-LO names them: one or several,
 * parted by semicolons, in the civic address's {@code ELIN}; older clients put them into its {@code NAM}. Read by a small
 * scanner of our own: an XML parser is a lot of code to trust with a stranger's document, and to stop for help.
 */
public final class Elins {
    /** More of one place are not looked at. */
    static final int MOST = 5;
    private static final String PIDF = "pidf+xml";
    private static final String COMMENT = "!--";

    private Elins() {}

    /**
     * One of them, in E.164 after the trunk's inbound rules; empty where it names none that is. Of several each caller has
     * one of its own as far as that goes, and nobody has to be asked which are in use.
     *
     * @param origin the trunk that it came in on
     * @param caller whoever calls
     */
    public static Optional<PhoneNumber> chosen(SipRequest invite, PeerGroup origin, String caller) {
        List<PhoneNumber> numbers = new ArrayList<>(MOST);
        for (String text : texts(invite)) {
            for (String each : text.split(";", MOST + 1)) {
                number(each, origin).filter(_ -> numbers.size() < MOST).ifPresent(numbers::add);
            }
        }
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(numbers.get(Math.floorMod(caller.hashCode(), numbers.size())));
    }

    private static Optional<PhoneNumber> number(String text, PeerGroup origin) {
        StringBuilder digits = new StringBuilder(PhoneNumber.MAX_LENGTH);
        for (int i = 0; i < text.length() && digits.length() <= 2 * PhoneNumber.MAX_LENGTH; i++) {
            char c = text.charAt(i);
            boolean separates = c == '-' || c == '.' || c == '(' || c == ')' || Character.isWhitespace(c);
            boolean counts = c >= '0' && c <= '9' || c == '+' && digits.isEmpty();
            if (!separates && !counts) {
                return Optional.empty();
            }
            if (counts) {
                digits.append(c);
            }
        }
        return CalledNumber.read(CalledUris.phone(digits.toString()), origin.numbers().inboundCalling())
                .number() instanceof CalledNumber.Global global ? Optional.of(global.number()) : Optional.empty();
    }

    /** What the locations in its body say of that. */
    private static List<String> texts(SipRequest invite) {
        List<String> texts = new ArrayList<>(1);
        Optional<LocatedBody> body = LocatedBody.of(invite);
        if (body.isPresent()) {
            for (Multipart.Part part : body.get().parts().parts()) {
                if (part.contentType() instanceof Field.Present(ContentType type) && type.is("application", PIDF)) {
                    String location = new String(part.body(), StandardCharsets.UTF_8);
                    element(location, "ELIN").or(() -> element(location, "NAM")).ifPresent(texts::add);
                }
            }
        }
        return texts;
    }

    /** The text of the first element of that local name that has one, whatever its prefix. */
    static Optional<String> element(String document, String name) {
        int at = document.indexOf('<');
        while (at >= 0) {
            int end = document.startsWith(COMMENT, at + 1)
                    ? document.indexOf("-->", at)
                    : document.indexOf('>', at);
            if (end < 0) {
                return Optional.empty();
            }
            int next = document.indexOf('<', end);
            if (next >= 0 && opens(document, at, end, name) && !document.substring(end + 1, next).isBlank()) {
                return Optional.of(document.substring(end + 1, next).strip());
            }
            at = next;
        }
        return Optional.empty();
    }

    private static boolean opens(String document, int at, int end, String name) {
        boolean starts = document.charAt(at + 1) != '/' && document.charAt(end - 1) != '/';
        int from = at + 1;
        int to = from;
        while (to < end && !Character.isWhitespace(document.charAt(to))) {
            if (document.charAt(to) == ':') {
                from = to + 1;
            }
            to++;
        }
        return starts && to - from == name.length() && document.startsWith(name, from);
    }
}
